package otus.server.staticfiles.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The header of a file in a tar archive (POSIX.1-2017, pax Interchange Format). Pure.
///
/// ```
/// offset   0 name        100    a block of 512 bytes, numbers in octal
///        100 mode          8
///        108 uid, gid      8 each
///        124 size         12
///        136 mtime        12
///        148 checksum      8
///        156 type          1    0 file, 5 directory, x records of the next header
///        257 ustar\0 00    8
/// ```
///
/// A value that does not fit, such as a name that is longer than 100 bytes or not ASCII, precedes
/// the header as a pax record, `LENGTH KEY=VALUE\n` in UTF-8.
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final long MAX_NUMBER = 077777777777L;

  private TarHeader() {}

  static byte[] of(ArchiveEntry entry) {
    byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
    long time = entry.modified().getEpochSecond();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    if (path.length > NAME || !isAscii(path)) {
      addRecord(records, "path", entry.path());
    }
    if (entry.size() > MAX_NUMBER) {
      addRecord(records, "size", Long.toString(entry.size()));
    }
    if (time < 0 || time > MAX_NUMBER) {
      addRecord(records, "mtime", Long.toString(time));
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    if (records.size() > 0) {
      byte[] name = "PaxHeaders/x".getBytes(StandardCharsets.US_ASCII);
      header.writeBytes(
          block(name, "0000644", records.size(), Math.clamp(time, 0, MAX_NUMBER), 'x'));
      header.writeBytes(records.toByteArray());
      header.writeBytes(new byte[-records.size() & (BLOCK - 1)]);
    }
    boolean directory = entry.directory();
    header.writeBytes(
        block(
            path,
            directory || entry.executable() ? "0000755" : "0000644",
            entry.size() > MAX_NUMBER ? 0 : entry.size(),
            Math.clamp(time, 0, MAX_NUMBER),
            directory ? '5' : '0'));
    return header.toByteArray();
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /// Appends a record. Its length includes the digits of the length.
  private static void addRecord(ByteArrayOutputStream to, String key, String value) {
    byte[] rest = (' ' + key + '=' + value + '\n').getBytes(StandardCharsets.UTF_8);
    int length = rest.length;
    int digits = 0;
    while (Integer.toString(length).length() != digits) {
      digits = Integer.toString(length).length();
      length = rest.length + digits;
    }
    to.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    to.writeBytes(rest);
  }

  private static byte[] block(byte[] name, String mode, long size, long time, char type) {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME));
    put(block, 100, mode);
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, octal(size, 11));
    put(block, 136, octal(time, 11));
    put(block, 148, "        ");
    put(block, 156, String.valueOf(type));
    put(block, 257, "ustar\00000");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, octal(sum, 6) + "\0 ");
    return block;
  }

  private static String octal(long number, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "o", number);
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }
}
