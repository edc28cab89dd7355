package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.syntax.RequestHead;
import otus.server.http.syntax.TargetParser;

/// Request lines and header sections that were parsed before. Most clients repeat them, and what
/// repeats byte by byte needs no parsing: the result is the same object. Owned by one loop, shared
/// by its connections; confined to the loop.
///
/// ```text
///   GET /a HTTP/1.1 CRLF ─────────────────▶ RequestLine ─┐
///   Host: a CRLF Accept: */* CRLF CRLF ───▶ Section ─────┴▶ Http1Head
/// ```
///
/// A result depends on nothing but the bytes: the parser checks its limits itself. Neither invalid
/// input nor secrets are kept: no query, no cookie, no credentials.
public final class HeadCache {
  private static final int LINES = 64;
  private static final int SECTIONS = 32;
  private static final int MAX_LINE = 128;
  private static final int MAX_SECTION = 1024;

  private final Table<RequestLine> lines = new Table<>(LINES, MAX_LINE);
  private final Table<Section> sections = new Table<>(SECTIONS, MAX_SECTION);

  /// Creates an empty cache.
  public HeadCache() {}

  /// Returns a request line, or null if it is not known.
  ///
  /// @param in a heap buffer, whose position is behind the line
  /// @param from the index of the first byte of the line in the buffer
  @Nullable RequestLine line(ByteBuffer in, int from) {
    Table.Entry<RequestLine> known = lines.find(in, from, in.position() - from);
    return known == null ? null : known.value;
  }

  /// Remembers a request line, unless its target is invalid or may contain a secret. The parameters
  /// are those of [#line].
  void add(RequestLine line, ByteBuffer in, int from) {
    if (isKept(line)) {
      lines.put(in, from, in.position() - from, line);
    }
  }

  private static boolean isKept(RequestLine line) {
    return line.parsed() instanceof TargetParser.Found(var target, _) && target.rawQuery() == null;
  }

  /// Takes a known header section out of a buffer.
  ///
  /// @param line the request line before the section
  /// @param in a heap buffer, whose position is moved behind the section
  /// @param maxSize the maximum number of bytes of the section
  /// @return the head, or null if the buffer does not begin with a section that is known
  @Nullable Http1Head take(RequestLine line, ByteBuffer in, int maxSize, int maxHeaders) {
    Table.Entry<Section> known = sections.find(in, in.position(), in.remaining());
    if (known == null
        || known.length > maxSize
        || known.value.headers.size() > maxHeaders
        || known.value.http11 != line.http11()
        || !(line.parsed() instanceof TargetParser.Found found)) {
      return null;
    }
    in.position(in.position() + known.length);
    return known.value.head(line, found);
  }

  /// Remembers the header section of a head, unless a request body follows it or it contains
  /// credentials.
  ///
  /// @param in a heap buffer, whose position is behind the section
  /// @param from the index of the first byte of the section in the buffer
  void add(RequestLine line, Http1Head head, ByteBuffer in, int from) {
    if (line.parsed() instanceof TargetParser.Found(_, var authority)
        && authority == null
        && head.framing() instanceof Framing.None
        && !hasCredentials(head.request().headers())) {
      sections.put(in, from, in.position() - from, new Section(head));
    }
  }

  private static boolean hasCredentials(Headers headers) {
    return headers.has("Authorization")
        || headers.has("Proxy-Authorization")
        || headers.has("Cookie");
  }

  /// The results that follow from a header section and the version, without a request body.
  private static final class Section {
    private final Headers headers;
    private final String host;
    private final boolean http11;
    private final boolean persistent;

    /// The last line of a request with this section, unless it is not kept, and its head.
    private @Nullable RequestLine line;

    private @Nullable Http1Head head;

    private Section(Http1Head head) {
      headers = head.request().headers();
      host = head.request().authority();
      http11 = head.http11();
      persistent = head.persistent();
    }

    private Http1Head head(RequestLine next, TargetParser.Found found) {
      Http1Head known = head;
      if (next == line && known != null) {
        return known;
      }
      String authority = found.authority() == null ? host : found.authority();
      RequestHead request = new RequestHead(next.method(), found.target(), authority, headers);
      Http1Head made = new Http1Head(request, http11, Framing.None.NONE, persistent, false);
      if (isKept(next)) {
        line = next;
        head = made;
      }
      return made;
    }
  }

  /// A direct-mapped table whose keys are lines, or sections, with their ends. So a key is found in
  /// bytes that begin with it: no key is the beginning of another one.
  private static final class Table<V> {
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    /// The number of words of a key that its hash depends on.
    private static final int WORDS = 5;

    private final Entry<V>[] entries;
    private final int maxLength;

    /// The entry that was found last: the only one that is also found if more bytes follow.
    private @Nullable Entry<V> last;

    /// @param size the number of entries, a power of two
    /// @param maxLength the maximum length of a key in bytes
    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private Table(int size, int maxLength) {
      entries = (Entry<V>[]) new Entry[size];
      this.maxLength = maxLength;
    }

    private static final class Entry<V> {
      private byte[] octets = {};
      private int length;
      private V value;

      /// Whether the entry was found since another key was to take its place.
      private boolean used;

      private Entry(V value) {
        this.value = value;
      }

      /// Returns whether bytes begin with the key.
      private boolean isAt(ByteBuffer in, int from, int available) {
        int at = in.arrayOffset() + from;
        return available >= length && Arrays.equals(in.array(), at, at + length, octets, 0, length);
      }
    }

    private @Nullable Entry<V> find(ByteBuffer in, int from, int available) {
      Entry<V> latest = last;
      Entry<V> entry =
          latest != null && latest.isAt(in, from, available) || available > maxLength
              ? latest
              : entries[slot(in, from, available)];
      if (entry == null || !entry.isAt(in, from, available)) {
        return null;
      }
      entry.used = true;
      last = entry;
      return entry;
    }

    /// Adds a key. A used entry in its place is replaced only at the second attempt, so that a
    /// client that repeats nothing does not displace what others repeat.
    private void put(ByteBuffer in, int from, int length, V value) {
      if (length > maxLength) {
        return;
      }
      int slot = slot(in, from, length);
      Entry<V> entry = entries[slot];
      if (entry == null) {
        entry = new Entry<>(value);
        entries[slot] = entry;
      } else if (entry.used) {
        entry.used = false;
        return;
      }
      if (entry.octets.length < length) {
        entry.octets = new byte[length];
      }
      in.get(from, entry.octets, 0, length);
      entry.length = length;
      entry.value = value;
    }

    private int slot(ByteBuffer in, int from, int length) {
      long hash = length;
      int end = length - Long.BYTES;
      for (int i = 0; i < WORDS && end >= 0; i++) {
        hash = (hash ^ in.getLong(from + i * end / (WORDS - 1))) * PRIME;
        hash ^= hash >>> Integer.SIZE;
      }
      return (int) hash & (entries.length - 1);
    }
  }
}
