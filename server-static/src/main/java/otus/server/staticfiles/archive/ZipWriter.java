package otus.server.staticfiles.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a ZIP file with names in UTF-8. Sizes follow the content, so a file that changes while it
/// is read has the size of what was read. Java writes no permissions.
final class ZipWriter implements ArchiveWriter {

  /// Makes the compression accessible, so that its memory can be freed without writing more.
  private static final class Zip extends ZipOutputStream {
    Zip(OutputStream to) {
      super(to);
    }

    void free() {
      def.end();
    }
  }

  private final Zip zip;

  ZipWriter(OutputStream to) {
    zip = new Zip(to);
  }

  @Override
  public void directory(ArchiveEntry entry) throws IOException {
    ZipEntry header = header(entry);
    header.setMethod(ZipEntry.STORED);
    header.setSize(0);
    header.setCrc(0);
    zip.putNextEntry(header);
    zip.closeEntry();
  }

  @Override
  public void begin(ArchiveEntry entry, boolean compressed) throws IOException {
    zip.setLevel(compressed ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
    zip.putNextEntry(header(entry));
  }

  private static ZipEntry header(ArchiveEntry entry) {
    ZipEntry header = new ZipEntry(entry.path());
    header.setLastModifiedTime(FileTime.from(entry.modified()));
    return header;
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    zip.write(bytes, 0, length);
  }

  @Override
  public void end() throws IOException {
    zip.closeEntry();
  }

  @Override
  public boolean isSizeFixed() {
    return false;
  }

  @Override
  public void finish() throws IOException {
    zip.finish();
  }

  @Override
  public void close() {
    zip.free();
  }
}
