package otus.server.staticfiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.OpenFile;

/// Opens one file so that facts and bytes belong together; used on virtual threads.
///
/// The name is looked at, the file opened, a small one read, and the name looked at again. Only if
/// both looks and the open file agree was it one state of one file all along. A mixture is never
/// served: if they do not agree, the caller tries again.
///
/// @param inMemory the largest file that is read into memory
/// @param labels what is said of the files
record FileOpener(int inMemory, Labels labels) {

  /// The file of that name in the folder where the walk has arrived.
  ///
  /// @param seen what a look has just shown under the last name
  /// @param siblings the encoded forms of the file
  Found open(Walk walk, Sought sought, FileFacts seen, List<Sibling> siblings) throws IOException {
    FileState state = new FileState(seen, siblings);
    if (state.equals(sought.known())) {
      return Found.Unchanged.UNCHANGED;
    }
    Content content = content(walk.open(sought.last()), seen);
    if (content == null) {
      return Found.Unstable.UNSTABLE;
    }
    boolean kept = false;
    try {
      if (!FileFacts.of(walk.look(sought.last())).equals(seen)) {
        return Found.Unstable.UNSTABLE;
      }
      Label label = labels.of(sought.asked(), sought.coding());
      Validators validators =
          new Validators(
              EntityTag.of(seen, seen.settledAt(sought.now())),
              FileTimes.isWritable(seen.modified()));
      StaticFile file = new StaticFile(label, state, content, validators, sought.now());
      kept = true;
      return new Found.Opened(file);
    } finally {
      if (!kept) {
        content.close();
      }
    }
  }

  /// The bytes, or null if there are not as many as were seen; takes over the channel.
  private @Nullable Content content(FileChannel channel, FileFacts seen) throws IOException {
    if (seen.size() <= inMemory) {
      try (channel) {
        // On the heap: what the cache lets go of is then memory again, not at some later
        // collection.
        ByteBuffer bytes = ByteBuffer.allocate((int) seen.size());
        return read(channel, bytes) && channel.size() == seen.size()
            ? new Content.InMemory(bytes.flip())
            : null;
      }
    }
    OpenFile lease = OpenFile.of(channel, seen.size(), seen.modified());
    boolean kept = false;
    try {
      kept = channel.size() == seen.size();
      return kept ? new Content.OnDisk(lease) : null;
    } finally {
      if (!kept) {
        lease.close();
      }
    }
  }

  private static boolean read(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, bytes.position()) <= 0) {
        return false;
      }
    }
    return true;
  }
}
