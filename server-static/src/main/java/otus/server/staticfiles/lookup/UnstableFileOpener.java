package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import otus.server.api.OpenFile;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.TextFacts;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.FileTimes;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;
import otus.server.staticfiles.walk.FileWalker;

/// Opens a file that differs at each stat: a process appends to it without pause, or its file
/// system reports another inode or time each time, as some FUSE file systems do. Owned by
/// [DocumentRoot]; blocks.
///
/// The file is served with its size at opening, and with its time if the stats before and after
/// agree on it. The tag is weak. If the times differ, the tag is unique to this response, because
/// nothing shows whether the content is the same.
///
/// @param inMemory maximum size of a file that is read into memory, in bytes
/// @param headerRules makes the headers of files
record UnstableFileOpener(int inMemory, FileHeaderRules headerRules) {

  /// Opens the file with the last name of `lookup` in the walker's directory.
  ///
  /// @param seen the facts from a stat of the last name just now
  LookupResult open(FileWalker walker, LookupRequest lookup, FileFacts seen) throws IOException {
    FileChannel channel = walker.open(lookup.last());
    boolean kept = false;
    try {
      long size = channel.size();
      Instant modified = modified(walker, lookup, seen);
      boolean looks = lookup.dependsOnContent(headerRules);
      TextFacts text = TextFacts.UNKNOWN;
      FileContent content;
      if (size <= inMemory) {
        ByteBuffer bytes = read(channel, (int) size);
        size = bytes.remaining();
        text = looks ? TextFacts.of(bytes, true) : text;
        content = new FileContent.InMemory(bytes);
      } else {
        text = looks ? facts(channel, size) : text;
        content = new FileContent.OnDisk(OpenFile.of(channel, size, modified));
        kept = true;
      }
      FileFacts facts = new FileFacts(size, modified, null, seen.permissions());
      boolean dated = FileTimes.isWritable(modified);
      StaticFile file =
          new StaticFile(
              lookup.headers(headerRules, text),
              lookup.servedPaths(),
              new FileState(facts, "it changes while it is read"),
              content,
              new Validators(tag(facts, dated, lookup.now()), TagBasis.FACTS, dated),
              lookup.now(),
              null);
      kept = !file.isInMemory();
      return new LookupResult.OpenedUncached(file, lookup.requested());
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  /// Returns the facts about the text at the beginning. Such a file is opened for each request, so
  /// each one reads these bytes, but only if its type is one of text or unknown.
  private static TextFacts facts(FileChannel channel, long size) throws IOException {
    ByteBuffer start = read(channel, (int) Math.min(TextFacts.SAMPLE, size));
    return TextFacts.of(start, start.remaining() == size);
  }

  /// Returns the time on which both stats agree, or the one that stands for "unknown".
  private static Instant modified(FileWalker walker, LookupRequest lookup, FileFacts seen)
      throws IOException {
    try {
      Instant after = FileTimes.clamp(walker.stat(lookup.last()).lastModifiedTime());
      return after.equals(seen.modified()) ? after : FileTimes.EARLIEST;
    } catch (NoSuchFileException e) {
      return FileTimes.EARLIEST; // it was removed, but it is open
    }
  }

  private static EntityTag tag(FileFacts facts, boolean dated, Instant now) {
    Instant time = dated ? facts.modified() : now;
    String opaque =
        Long.toHexString(facts.size())
            + '-'
            + Long.toHexString(time.getEpochSecond())
            + '.'
            + Integer.toHexString(time.getNano())
            + (dated ? "~" : "~now");
    return new EntityTag(opaque, true);
  }

  /// Reads `size` bytes, or fewer if the file has become shorter.
  static ByteBuffer read(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    int count = 1;
    while (count > 0 && bytes.hasRemaining()) {
      count = channel.read(bytes, bytes.position());
    }
    return bytes.flip();
  }
}
