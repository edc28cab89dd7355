package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.Status;
import otus.server.http.syntax.ReasonPhrases;

/// Writes response heads (RFC 9112 §4): the status line, the headers of the protocol, the headers
/// of the handler. Pure, except for its caches; owned by one loop.
///
/// ```text
/// HTTP/1.1 200 OK
/// Server: otus-server
/// Date: Sun, 06 Nov 1994 08:49:37 GMT
/// Connection: keep-alive
/// Content-Length: 5
/// …
/// ```
public final class HeadEncoder {
  private static final byte[] KEEP_ALIVE = octets("\r\nConnection: keep-alive\r\n");
  private static final byte[] CLOSE = octets("\r\nConnection: close\r\n");
  private static final byte[] LENGTH = octets("Content-Length: ");
  private static final byte[] CHUNKED = octets("Transfer-Encoding: chunked\r\n");

  /// Room in bytes for the status line and the headers of the protocol, which never need more.
  private static final int MAX_FIXED = 256;

  private static final int CODES = 600;

  /// The number of encoded headers that are kept, a power of two, and their maximum size in bytes.
  private static final int KEPT = 64;

  private static final int MAX_KEPT_SIZE = 1024;

  private final byte[][] firstLines = new byte[CODES][];

  /// Headers that were written before, as those of a file are for each request.
  private final @Nullable Encoded[] kept = new Encoded[KEPT];

  /// The hash of the headers that were last written without being kept, for each place of `kept`.
  private final int[] lastHashes = new int[KEPT];

  /// Headers and their lines.
  private record Encoded(Headers headers, byte[] lines) {}

  /// Creates an encoder with an empty cache.
  public HeadEncoder() {}

  /// Returns the room in bytes that a head needs at most.
  public static int size(Headers headers) {
    int size = MAX_FIXED;
    for (int i = 0; i < headers.size(); i++) {
      size += headers.name(i).length() + headers.value(i).length() + 4;
    }
    return size;
  }

  /// Writes a head.
  ///
  /// @param out a buffer with room for [#size] bytes
  /// @param length the length of the body in bytes, if the framing declares it
  /// @param date the value of Date in ISO 8859-1
  /// @param persistent whether the connection stays open after the response
  public void encode(
      ByteBuffer out,
      Status status,
      Headers headers,
      ResponseFraming framing,
      long length,
      byte[] date,
      boolean persistent) {
    out.put(firstLines(status.code())).put(date).put(persistent ? KEEP_ALIVE : CLOSE);
    switch (framing.kind()) {
      case LENGTH -> {
        out.put(LENGTH);
        putNumber(out, length);
        putLineEnd(out);
      }
      case CHUNKED -> out.put(CHUNKED);
      case NONE, CLOSE -> {
        // no header declares these
      }
    }
    putRepeated(out, headers);
    putLineEnd(out);
  }

  /// Writes header lines. Keeps those that are written the second time; other headers would only
  /// displace them.
  private void putRepeated(ByteBuffer out, Headers headers) {
    int hash = 0;
    for (int i = 0; i < headers.size(); i++) {
      hash = 31 * hash + headers.value(i).hashCode();
    }
    int place = (hash ^ hash >>> 16) & (KEPT - 1);
    Encoded known = kept[place];
    if (known != null && known.headers.equals(headers)) {
      out.put(known.lines);
      return;
    }
    int start = out.position();
    putHeaders(out, headers);
    int size = out.position() - start;
    if (hash == lastHashes[place] && size <= MAX_KEPT_SIZE && !headers.has("Set-Cookie")) {
      byte[] lines = new byte[size];
      out.get(start, lines);
      kept[place] = new Encoded(headers, lines);
    }
    lastHashes[place] = hash;
  }

  /// Writes header lines.
  static void putHeaders(ByteBuffer out, Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      putText(out, headers.name(i));
      out.put((byte) ':').put((byte) ' ');
      putText(out, headers.value(i));
      putLineEnd(out);
    }
  }

  private byte[] firstLines(int code) {
    byte[] lines = firstLines[code];
    if (lines == null) {
      lines =
          octets(
              "HTTP/1.1 "
                  + code
                  + ' '
                  + ReasonPhrases.of(code)
                  + "\r\nServer: otus-server\r\nDate: ");
      firstLines[code] = lines;
    }
    return lines;
  }

  private static void putNumber(ByteBuffer out, long number) {
    int end = out.position() + 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      end++;
    }
    long rest = number;
    for (int i = end - 1; i >= out.position(); i--) {
      out.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    out.position(end);
  }

  /// Writes one byte for each character: headers are ISO 8859-1 by the contract of [Headers].
  private static void putText(ByteBuffer out, String text) {
    for (int i = 0; i < text.length(); i++) {
      out.put((byte) text.charAt(i));
    }
  }

  private static void putLineEnd(ByteBuffer out) {
    out.put((byte) '\r').put((byte) '\n');
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
