package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileTimes;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;
import otus.server.staticfiles.walk.Archive;
import otus.server.staticfiles.walk.ArchiveEntry;
import otus.server.staticfiles.walk.ArchiveWalker;
import otus.server.staticfiles.walk.EntryStream;

/// Opens one entry of an archive. Owned by [DocumentRoot]; blocks. Facts and bytes belong together
/// by themselves: both are those of one state of the archive.
///
/// @param inMemory maximum size of an entry that is read into memory, in bytes
/// @param headerRules makes the headers of files
record EntryOpener(int inMemory, FileHeaderRules headerRules) {

  /// Opens the entry with the last name of `lookup` in the walker's directory.
  ///
  /// @param state its state from a stat just now
  LookupResult open(ArchiveWalker walker, LookupRequest lookup, FileState state)
      throws IOException {
    if (state.equals(lookup.known())) {
      return LookupResult.Unchanged.UNCHANGED;
    }
    Archive archive = walker.archive();
    ArchiveEntry entry = walker.entry(lookup.last());
    Instant modified = state.facts().modified();
    boolean dated = FileTimes.isWritable(modified) && !archive.isArtificial(modified);
    FileContent content;
    Validators validators;
    if (entry.size() <= inMemory) {
      ByteBuffer bytes = archive.read(entry);
      content = new FileContent.InMemory(bytes);
      validators = new Validators(EntityTags.of(bytes), TagBasis.CONTENT, dated);
    } else {
      validators = validators(archive, entry, modified, dated);
      content = new FileContent.InArchive(archive.share(), entry);
    }
    StaticFile file =
        new StaticFile(
            headerRules.of(lookup.requested(), lookup.coding()),
            lookup.servedPaths(),
            state,
            content,
            validators,
            lookup.now(),
            archive.check());
    return new LookupResult.Opened(file, lookup.requested());
  }

  private static Validators validators(
      Archive archive, ArchiveEntry entry, Instant modified, boolean dated) throws IOException {
    if (!EntityTags.isWhole(entry.size())) {
      EntityTag tag = EntityTags.of(entry.size(), dated ? modified : null, entry.crc());
      return new Validators(tag, TagBasis.CHECKSUM, dated);
    }
    EntityTag tag = entry.tag();
    if (tag == null) {
      try (InputStream all = new EntryStream(archive.share(), entry, 0, entry.size())) {
        tag = EntityTags.of(all);
      }
      entry.setTag(tag);
    }
    return new Validators(tag, TagBasis.CONTENT, dated);
  }
}
