package almanac.lake;

import almanac.error.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A lock of the operating system on {@code <warehouse>/_lock}; the file beside it only says who holds it. */
final class LocalRunLock implements RunLock {

    private final FileChannel channel;
    private final FileLock lock;
    private final Path owner;

    private LocalRunLock(FileChannel channel, FileLock lock, Path owner) {
        this.channel = channel;
        this.lock = lock;
        this.owner = owner;
    }

    static LocalRunLock take(Store store, String holder) {
        Path root = Path.of(store.path("").toUri());
        Path owner = root.resolve("_lock.owner");
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("_lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw RunLock.heldBy(
                        store.root(), Files.exists(owner) ? Files.readString(owner) : "it has just started");
            }
            Files.writeString(owner, holder, StandardCharsets.UTF_8);
            return new LocalRunLock(channel, lock, owner);
        } catch (IOException e) {
            throw Failure.storage(
                    "cannot lock the warehouse " + root + ": " + e,
                    "check that the user of this run may write there, and that the disk is neither full nor read-only",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void verify() {
        if (!lock.isValid()) {
            throw Failure.locked("the lock of this run was lost", "start the night again");
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(owner);
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
