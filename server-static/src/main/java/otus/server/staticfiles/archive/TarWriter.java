package otus.server.staticfiles.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Writes a tar file in gzip. The size of a file precedes its content, so a file that becomes
/// shorter is filled with zeros, as GNU tar does.
final class TarWriter implements ArchiveWriter {
  private static final byte[] ZEROS = new byte[2 * TarHeader.BLOCK];

  /// Gives access to the compression: its speed, and its memory, which can be freed without writing
  /// more.
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream to) throws IOException {
      super(to, 8192);
    }

    void level(int level) {
      def.setLevel(level);
    }

    void free() {
      def.end();
    }
  }

  private final Gzip gzip;
  private long written;

  TarWriter(OutputStream to) throws IOException {
    gzip = new Gzip(to);
  }

  @Override
  public void directory(ArchiveEntry entry) throws IOException {
    gzip.write(TarHeader.of(entry));
  }

  @Override
  public void begin(ArchiveEntry entry, boolean compressed) throws IOException {
    gzip.level(compressed ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
    gzip.write(TarHeader.of(entry));
    written = 0;
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    gzip.write(bytes, 0, length);
    written += length;
  }

  @Override
  public void end() throws IOException {
    gzip.write(ZEROS, 0, (int) (-written & (TarHeader.BLOCK - 1)));
  }

  @Override
  public boolean isSizeFixed() {
    return true;
  }

  @Override
  public void finish() throws IOException {
    gzip.write(ZEROS);
    gzip.finish();
  }

  @Override
  public void close() {
    gzip.free();
  }
}
