package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import otus.server.api.OpenFile;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.version.EntityTag;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.FileTimes;
import otus.server.staticfiles.version.Validators;

/// Opens a file that does not stay as it is for one look: something appends to it without pause, or
/// its file system makes up another inode or time at each look, as some of FUSE do. It blocks.
///
/// What counts is the open file: it is as long as it was when it was opened, and has the time that
/// looks before and after agree on. The tag is weak, and one that no other response has if there is
/// no such time: then nothing tells that the content is the same.
///
/// @param inMemory the largest file that is read into memory
/// @param headerRules what is said of the files
record UnstableFileOpener(int inMemory, FileHeaderRules headerRules) {

  /// The file of that name in the directory where the walk has arrived.
  ///
  /// @param seen what a look has just shown under the last name
  LookupResult open(SecurePathWalker walker, LookupRequest lookup, FileFacts seen)
      throws IOException {
    FileChannel channel = walker.open(lookup.last());
    boolean kept = false;
    try {
      long size = channel.size();
      Instant modified = modified(walker, lookup, seen);
      FileContent content;
      if (size <= inMemory) {
        ByteBuffer bytes = read(channel, (int) size);
        size = bytes.remaining();
        content = new FileContent.InMemory(bytes);
      } else {
        content = new FileContent.OnDisk(OpenFile.of(channel, size, modified), null);
        kept = true;
      }
      FileFacts facts = new FileFacts(size, modified, null, seen.permissions());
      boolean dated = FileTimes.isWritable(modified);
      FileHeaders fileHeaders = headerRules.of(lookup.asked(), lookup.coding());
      StaticFile file =
          new StaticFile(
              fileHeaders,
              lookup.servedPaths(),
              new FileState(facts, List.of()),
              content,
              new Validators(tag(facts, dated, lookup.now()), dated),
              lookup.now());
      kept = !file.isInMemory();
      return new LookupResult.Unsteady(file);
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  /// The time on which two looks agree, or one that stands for "unknown".
  private static Instant modified(SecurePathWalker walker, LookupRequest lookup, FileFacts seen)
      throws IOException {
    try {
      Instant after = FileTimes.clamp(walker.stat(lookup.last()).lastModifiedTime());
      return after.equals(seen.modified()) ? after : FileTimes.EARLIEST;
    } catch (NoSuchFileException e) {
      return FileTimes.EARLIEST; // it has lost its name, but it is open
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

  /// So many bytes, or fewer if the file has become shorter.
  private static ByteBuffer read(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, bytes.position()) <= 0) {
        break;
      }
    }
    return bytes.flip();
  }
}
