package almanac.lake.local;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The local disk for Delta Kernel, to read only. Hadoop's file systems would take longer to start than a query takes. */
final class LocalFiles implements FileIO {

    private static final String READ_ONLY = "queries only read tables";

    /** The local path that a text means, which may be a URI of the scheme {@code file}. */
    static Path path(String location) {
        return Path.of(location.replaceFirst("^file:/+", "/"));
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String location) throws IOException {
        Path from = path(location);
        List<FileStatus> found = new ArrayList<>();
        try (Stream<Path> siblings = Files.list(from.getParent())) {
            for (Path file : siblings.sorted().toList()) {
                if (file.getFileName().toString().compareTo(from.getFileName().toString()) >= 0) {
                    found.add(getFileStatus(file.toString()));
                }
            }
        }
        return Utils.toCloseableIterator(found.iterator());
    }

    @Override
    public FileStatus getFileStatus(String location) throws IOException {
        Path file = path(location);
        return FileStatus.of(
                file.toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toMillis());
    }

    @Override
    public String resolvePath(String location) {
        return path(location).toAbsolutePath().toString();
    }

    @Override
    public InputFile newInputFile(String location, long size) {
        return new LocalFile(path(location), size);
    }

    @Override
    public Optional<String> getConf(String key) {
        return Optional.empty();
    }

    @Override
    public boolean mkdirs(String location) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public boolean delete(String location) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    /** A file of a log. */
    private record LocalFile(Path file, long length) implements InputFile {

        @Override
        public String path() {
            return file.toString();
        }

        @Override
        public SeekableInputStream newStream() throws IOException {
            return new LocalStream(new RandomAccessFile(file.toFile(), "r"));
        }
    }

    private static final class LocalStream extends SeekableInputStream {

        private final RandomAccessFile file;

        LocalStream(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public long getPos() throws IOException {
            return file.getFilePointer();
        }

        @Override
        public void seek(long position) throws IOException {
            file.seek(position);
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            file.readFully(bytes, offset, length);
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
