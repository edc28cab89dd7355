package otus.server.staticfiles.walk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipException;

/// Finds the entries of an archive that stand for symbolic links, as `git archive` and `zip -y`
/// make them. `java.util.zip` does not show them: their content would be served, which is the path
/// of the target. Used once when an archive is opened, after the JDK has checked its directory;
/// blocks.
///
/// ```
/// entries … │ central directory: one header each │ (zip64 end, locator) │ end, 22 bytes │ comment
/// ```
final class LinkEntries {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final int BUFFER = 256 * 1024;
  private static final int UNIX = 3;
  private static final int TYPE = 0xf000;
  private static final int REGULAR = 0x8000;
  private static final int DIRECTORY = 0x4000;

  private LinkEntries() {}

  /// Returns the names of all entries that are neither files nor directories.
  ///
  /// @throws IOException if the directory of the archive cannot be read
  static Set<String> of(Path archive) throws IOException {
    Set<String> names = new HashSet<>();
    try (FileChannel file = FileChannel.open(archive)) {
      long end = end(file);
      ByteBuffer last = read(file, end, END_BYTES);
      long size = Integer.toUnsignedLong(last.getInt(12));
      long count = Short.toUnsignedInt(last.getShort(10));
      if ((size == 0xffffffffL || count == 0xffff) && end >= LOCATOR_64_BYTES) {
        ByteBuffer locator = read(file, end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
        if (locator.getInt(0) == LOCATOR_64) {
          end = locator.getLong(8);
          size = read(file, end, 56).getLong(40);
        }
      }
      collect(file, end - size, end, names);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new ZipException("invalid central directory");
    }
    return names;
  }

  /// Returns the position of the end record: the last one whose comment ends with the file.
  private static long end(FileChannel file) throws IOException {
    long size = file.size();
    int length = (int) Math.min(size, END_BYTES + 0xffff);
    ByteBuffer tail = read(file, size - length, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END
          && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == length) {
        return size - length + at;
      }
    }
    throw new ZipException("zip END header not found");
  }

  private static void collect(FileChannel file, long from, long to, Set<String> names)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(0);
    for (long at = from; at + HEADER_BYTES <= to; ) {
      // The longest header has three parts of up to 64 KiB.
      if (buffer.remaining() < HEADER_BYTES + 3 * 0xffff && at + buffer.remaining() < to) {
        buffer = read(file, at, (int) Math.min(BUFFER, to - at));
      }
      int start = buffer.position();
      if (buffer.getInt(start) != HEADER) {
        throw new ZipException("invalid central directory");
      }
      int nameLength = Short.toUnsignedInt(buffer.getShort(start + 28));
      int length =
          HEADER_BYTES
              + nameLength
              + Short.toUnsignedInt(buffer.getShort(start + 30))
              + Short.toUnsignedInt(buffer.getShort(start + 32));
      int type = buffer.getShort(start + 40) & TYPE;
      if (buffer.get(start + 5) == UNIX && type != 0 && type != REGULAR && type != DIRECTORY) {
        byte[] name = new byte[nameLength];
        buffer.get(start + HEADER_BYTES, name);
        names.add(new String(name, StandardCharsets.UTF_8));
      }
      buffer.position(start + length);
      at += length;
    }
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("the archive ends too early");
      }
    }
    return buffer.flip();
  }
}
