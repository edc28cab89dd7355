package otus.server.staticfiles.version;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.metadata.TextFacts;

/// Makes the entity tags of files from their content: equal files have equal tags on every server,
/// whenever they were written, and other content has another tag (RFC 9110 §8.8.1). Owned by a
/// `DocumentRoot`, shared by all requests; blocks.
///
/// | size | SHA-256 of |
/// |---|---|
/// | in memory | the bytes that are sent |
/// | up to 16 MiB | the content, once per version |
/// | above | size, modification time and 16 blocks |
///
/// While it reads a file that is not in memory, it also finds out whether the first 64 KiB are
/// text. If a tag is made from the facts, these bytes are read for each lookup, unless the caller
/// does not need them.
///
/// A file that is not in memory has a weak tag, made from its facts, in two cases: it was changed
/// so recently that another change would not show, or it is larger than 16 MiB and its time is not
/// meaningful. The digest of 16 MiB takes 11 ms, or 50 ms before the JIT compiler has compiled it.
public final class EntityTags {
  /// Maximum size of a file whose tag is made from all of its content, in bytes.
  static final long MAX_FULL_DIGEST = 16 << 20;

  /// Maximum memory that is useful for tags, in bytes: for 65,536 of them, but not more than a
  /// sixty-fourth of the heap, since other caches save more time.
  public static final long MAX_MEMORY =
      Math.min(65_536 * EntityTagCache.ENTRY_BYTES, Runtime.getRuntime().maxMemory() / 64);

  /// Octets of a digest in a tag: 128 bits, so that equal tags by chance can be neglected.
  private static final int OCTETS = 16;

  private static final int BLOCKS = 16;
  private static final int BLOCK = 4096;

  /// Number of bytes after which other virtual threads get a turn.
  private static final int YIELD_INTERVAL = 1 << 20;

  private final EntityTagCache cache;

  /// @param memory maximum memory for tags of large files, in bytes
  public EntityTags(long memory) {
    cache = new EntityTagCache((int) (memory / EntityTagCache.ENTRY_BYTES));
  }

  /// Returns the tag of a file in memory.
  public static EntityTag of(ByteBuffer bytes) {
    MessageDigest digest = digest();
    digest.update(bytes.duplicate());
    return EntityTag.strong(text(digest));
  }

  /// Returns the tag of a file that is read from a stream once, up to [#MAX_FULL_DIGEST], and the
  /// facts about its text: the same as for an open file with this content.
  ///
  /// @throws IOException if the stream fails
  public static ContentFacts of(InputStream content, long size) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[TextFacts.SAMPLE];
    int count = content.readNBytes(buffer, 0, buffer.length);
    TextFacts text = text(ByteBuffer.wrap(buffer, 0, count), size);
    for (; count > 0; count = content.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return new ContentFacts(EntityTag.strong(text(digest)), text);
  }

  /// Returns the tag of a large file whose checksum is known, and the facts about its text.
  ///
  /// @param content from the start
  /// @param modified null if the time is not meaningful
  /// @throws IOException if the stream fails
  public static ContentFacts of(
      InputStream content, long size, @Nullable Instant modified, long crc) throws IOException {
    MessageDigest digest = digest("crc " + size + ' ' + modified + ' ' + crc);
    ByteBuffer start = ByteBuffer.wrap(content.readNBytes(TextFacts.SAMPLE));
    return new ContentFacts(EntityTag.strong(text(digest)), text(start, size));
  }

  /// Returns the tag of an open file, and the facts about its text.
  ///
  /// @param seen its facts before this call; the caller compares them again afterwards
  /// @param now time of this call
  /// @param timed whether its modification time is meaningful: neither clamped nor artificial
  /// @param text whether the caller needs the facts about text
  /// @return the facts, or null if the file is shorter than `seen`
  /// @throws IOException if the file cannot be read or the thread is interrupted
  public @Nullable ContentFacts of(
      FileChannel file, FileFacts seen, Instant now, boolean timed, boolean text)
      throws IOException {
    boolean whole = isWhole(seen.size());
    if (seen.untilStable(now).isPositive() || !(whole || timed)) {
      ByteBuffer start = text ? start(file, seen.size()) : null;
      return text && start == null ? null : new ContentFacts(weak(seen), text(start, seen.size()));
    }
    return cache.get(
        seen, seen.isStableAt(now), () -> whole ? whole(file, seen.size()) : samples(file, seen));
  }

  /// Returns whether the strong tag of an open file is made from all of its content.
  public static boolean isWhole(long size) {
    return size <= MAX_FULL_DIGEST;
  }

  /// Returns a tag made from the facts alone. Another version has another tag, unless it has the
  /// same size and place and was written within the same clock tick.
  public static EntityTag weak(FileFacts seen) {
    String all = seen.size() + " " + seen.modified() + ' ' + seen.changed() + ' ' + seen.key();
    return EntityTag.weak(text(digest(all)));
  }

  private static @Nullable ContentFacts whole(FileChannel file, long size) throws IOException {
    MessageDigest digest = digest();
    ByteBuffer buffer = ByteBuffer.allocate(TextFacts.SAMPLE);
    TextFacts text = TextFacts.UNKNOWN;
    for (long at = 0; at < size; at += buffer.limit()) {
      if (!read(file, at, buffer.clear().limit((int) Math.min(TextFacts.SAMPLE, size - at)))) {
        return null;
      }
      if (at == 0) {
        text = text(buffer, size);
      }
      digest.update(buffer);
      if (at % YIELD_INTERVAL == 0) {
        Thread.yield();
      }
    }
    return new ContentFacts(EntityTag.strong(text(digest)), text);
  }

  /// Returns the tag of size, time and blocks at equal distances, the first at the start and the
  /// last at the end.
  private static @Nullable ContentFacts samples(FileChannel file, FileFacts seen)
      throws IOException {
    MessageDigest digest = digest(seen.size() + " " + seen.modified());
    ByteBuffer start = start(file, seen.size());
    if (start == null) {
      return null;
    }
    digest.update(start.slice(0, BLOCK));
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
    long distance = (seen.size() - BLOCK) / (BLOCKS - 1);
    for (int i = 1; i < BLOCKS; i++) {
      long at = i == BLOCKS - 1 ? seen.size() - BLOCK : i * distance;
      if (!read(file, at, buffer.clear())) {
        return null;
      }
      digest.update(buffer);
    }
    return new ContentFacts(EntityTag.strong(text(digest)), text(start, seen.size()));
  }

  /// Returns the first bytes, or null if the file ends before.
  private static @Nullable ByteBuffer start(FileChannel file, long size) throws IOException {
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(TextFacts.SAMPLE, size));
    return read(file, 0, start) ? start : null;
  }

  private static TextFacts text(@Nullable ByteBuffer start, long size) {
    return start == null ? TextFacts.UNKNOWN : TextFacts.of(start, start.remaining() == size);
  }

  private static String text(MessageDigest digest) {
    byte[] octets = Arrays.copyOf(digest.digest(), OCTETS);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /// Fills the buffer and flips it; returns false if the file ends before.
  private static boolean read(FileChannel file, long at, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) <= 0) {
        return false;
      }
    }
    buffer.flip();
    return true;
  }

  private static MessageDigest digest(String first) {
    MessageDigest digest = digest();
    digest.update(first.getBytes(StandardCharsets.UTF_8));
    return digest;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
