package almanac.lake.file;

/** What a file holds, told from its first bytes and never from its name. */
public enum Content {
    /** No byte at all. */
    EMPTY("nothing"),
    /** A gzip stream (RFC 1952). */
    GZIP("gzip-compressed data"),
    /** A ZIP archive; an Excel workbook is one too. */
    ZIP("a ZIP archive (an Excel workbook is one too)"),
    /** A Zstandard frame (RFC 8878). */
    ZSTD("zstd-compressed data"),
    /** A bzip2 stream. */
    BZIP2("bzip2-compressed data"),
    /** Apache Parquet, plain or with an encrypted footer. */
    PARQUET("a Parquet file"),
    /** Apache ORC. */
    ORC("an ORC file"),
    /** An Apache Avro container. */
    AVRO("an Avro file"),
    /** Text that starts with the UTF-8 byte-order mark. */
    UTF8_BOM("UTF-8 text with a byte-order mark"),
    /** Text that starts with the little-endian UTF-16 byte-order mark. */
    UTF16_LE("UTF-16 text, little endian"),
    /** Text that starts with the big-endian UTF-16 byte-order mark. */
    UTF16_BE("UTF-16 text, big endian"),
    /** Text that starts with a UTF-32 byte-order mark of either order. */
    UTF32("UTF-32 text"),
    /** Anything else that may be text. */
    TEXT("text"),
    /** Eight or more control characters, NUL among them, that make up a tenth of the first bytes or more. */
    BINARY("binary data");

    /** How many first bytes of a file decide. */
    public static final int SNIFFED_BYTES = 64 << 10;

    private final String words;

    Content(String words) {
        this.words = words;
    }

    /** What it is, for a message. */
    public String words() {
        return words;
    }

    /**
     * What a file holds that starts with these bytes.
     *
     * @param head the first bytes of the file: the whole of it, or at least {@link #SNIFFED_BYTES}
     * @param length how many of {@code head} count
     */
    public static Content of(byte[] head, int length) {
        if (length == 0) {
            return EMPTY;
        }
        if (startsWith(head, length, 0x1F, 0x8B)) {
            return GZIP;
        }
        if (startsWith(head, length, 'P', 'K', 3, 4) || startsWith(head, length, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        if (startsWith(head, length, 0x28, 0xB5, 0x2F, 0xFD)) {
            return ZSTD;
        }
        // A block, or the end of an empty stream, follows the level: three letters alone could be a word.
        if (startsWith(head, length, 'B', 'Z', 'h')
                && (startsAt(4, head, length, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || startsAt(4, head, length, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90))) {
            return BZIP2;
        }
        if (startsWith(head, length, 'O', 'b', 'j', 1)) {
            return AVRO;
        }
        if (startsWith(head, length, 0xFF, 0xFE, 0, 0) || startsWith(head, length, 0, 0, 0xFE, 0xFF)) {
            return UTF32;
        }
        if (startsWith(head, length, 0xFF, 0xFE)) {
            return UTF16_LE;
        }
        if (startsWith(head, length, 0xFE, 0xFF)) {
            return UTF16_BE;
        }
        return textOrColumns(head, length);
    }

    /** The cases whose magic bytes are letters: a CSV header may start with them, but holds no control characters. */
    private static Content textOrColumns(byte[] head, int length) {
        int controls = 0;
        int nuls = 0;
        for (int i = 0; i < length; i++) {
            byte b = head[i];
            if (b >= 0 && b < ' ' && (b < '\t' || b > '\r')) {
                controls++;
                nuls += b == 0 ? 1 : 0;
            }
        }
        if (controls > 0) {
            if (startsWith(head, length, 'P', 'A', 'R', '1') || startsWith(head, length, 'P', 'A', 'R', 'E')) {
                return PARQUET;
            }
            if (startsWith(head, length, 'O', 'R', 'C')) {
                return ORC;
            }
        }
        if (nuls > 0 && controls >= 8 && controls >= length / 10) {
            return BINARY;
        }
        return startsWith(head, length, 0xEF, 0xBB, 0xBF) ? UTF8_BOM : TEXT;
    }

    private static boolean startsWith(byte[] head, int length, int... magic) {
        return startsAt(0, head, length, magic);
    }

    private static boolean startsAt(int offset, byte[] head, int length, int... magic) {
        if (length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[offset + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
