package otus.server.staticfiles.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import otus.server.api.fields.EntityTag;

/// The entries of an archive, as they were found before it is sent. Immutable.
///
/// @param entries a directory precedes its entries
/// @param memory memory that the archive needs, in bytes
record ArchivePlan(List<ArchiveEntry> entries, long memory) {

  /// Returns a weak tag of names, sizes and times: a file can change within a second, and the
  /// archive has the files as they are when they are sent.
  EntityTag tag(ArchiveFormat format) {
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    for (ArchiveEntry entry : entries) {
      String line =
          entry.path()
              + '\0'
              + entry.size()
              + ' '
              + entry.modified().getEpochSecond()
              + (entry.executable() ? " x\n" : "\n");
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      one.update(bytes);
      other.update(bytes);
    }
    String sums = Long.toHexString(one.getValue() << 32 | other.getValue());
    return new EntityTag(format.word.charAt(0) + sums, true);
  }
}
