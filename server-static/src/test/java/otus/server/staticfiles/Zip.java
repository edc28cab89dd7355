package otus.server.staticfiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes zip archives for tests, also ones that no tool makes.
final class Zip {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  /// Adds a compressed file, or a directory if the name ends with a slash.
  Zip add(String name, String text) {
    return add(name, text.getBytes(StandardCharsets.UTF_8), false);
  }

  Zip add(String name, byte[] content, boolean stored) {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.from(SiteTest.MODIFIED));
    if (stored) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    try {
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] bytes() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  /// Returns the position of the header of an entry in the central directory.
  static int header(byte[] archive, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 46 + wanted.length <= archive.length; i++) {
      if (all.getInt(i) == 0x02014b50
          && all.getShort(i + 28) == wanted.length
          && all.slice(i + 46, wanted.length).equals(ByteBuffer.wrap(wanted))) {
        return i;
      }
    }
    throw new AssertionError("no entry " + name);
  }

  /// Marks an entry as a symbolic link, as `zip -y` does.
  static byte[] link(byte[] archive, String name) {
    int header = header(archive, name);
    archive[header + 5] = 3; // Unix
    ByteBuffer.wrap(archive)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(header + 38, (0xa000 | 0777) << 16);
    return archive;
  }
}
