package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.TextFacts;
import otus.server.staticfiles.version.ContentFacts;
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
    boolean small = entry.size() <= inMemory;
    FileContent content;
    ContentFacts facts;
    if (small) {
      ByteBuffer bytes = archive.read(entry);
      content = new FileContent.InMemory(bytes);
      facts = new ContentFacts(EntityTags.of(bytes), TextFacts.of(bytes, true));
    } else {
      facts = facts(archive, entry, dated ? modified : null);
      content = new FileContent.InArchive(archive.share(), entry);
    }
    TagBasis basis =
        small || EntityTags.isWhole(entry.size()) ? TagBasis.CONTENT : TagBasis.CHECKSUM;
    StaticFile file =
        new StaticFile(
            lookup.headers(headerRules, facts.text()),
            lookup.servedPaths(),
            state,
            content,
            new Validators(facts.tag(), basis, dated),
            lookup.now(),
            archive.check());
    return new LookupResult.Opened(file, lookup.requested());
  }

  /// Returns the facts of a large entry, for which all or the start of it is read once.
  ///
  /// @param modified null if the time is not meaningful
  private static ContentFacts facts(Archive archive, ArchiveEntry entry, @Nullable Instant modified)
      throws IOException {
    ContentFacts known = entry.content();
    if (known != null) {
      return known;
    }
    long size = entry.size();
    ContentFacts facts;
    try (InputStream all = new EntryStream(archive.share(), entry, 0, size)) {
      facts =
          EntityTags.isWhole(size)
              ? EntityTags.of(all, size)
              : EntityTags.of(all, size, modified, entry.crc());
    }
    entry.setContent(facts);
    return facts;
  }
}
