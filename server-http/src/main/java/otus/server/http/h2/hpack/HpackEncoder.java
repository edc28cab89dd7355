package otus.server.http.h2.hpack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import otus.server.api.Headers;
import otus.server.api.Status;

/// Encodes the fields of responses and trailers (RFC 7541 §6): references to the static table, and
/// literals that are not indexed. It has no dynamic table, so it has no state of a connection.
/// Owned by one loop.
///
/// A client that reduces the maximum of the table expects a size update, also if the table is
/// empty; [PeerSettings][otus.server.http.h2.codec.PeerSettings#takeTableReset] says when.
public final class HpackEncoder {
  /// The length without content-length.
  public static final long NO_LENGTH = -1;

  /// Room in bytes for the fields of the protocol: status, server, date, content-length.
  private static final int MAX_FIXED = 128;

  /// Room in bytes for the lengths of a name and a value.
  private static final int MAX_LENGTHS = 10;

  private static final int CODES = 600;

  private static final int SIZE_UPDATE = 0x20;
  private static final int INDEXED = 0x80;

  private final FieldNames names = new FieldNames();

  /// By status: the fields `:status` and `server`.
  private final byte[][] firstFields = new byte[CODES][];

  private byte[] octets = new byte[1024];
  private int length;

  /// The last date, and the field with it.
  private byte[] date = new byte[0];

  private byte[] dateField = new byte[0];

  /// Creates an encoder.
  public HpackEncoder() {}

  /// Encodes the head of a response: status, the headers of the protocol, the headers of the
  /// handler.
  ///
  /// @param contentLength the value of content-length, or [#NO_LENGTH]
  /// @param date the value of date in ISO 8859-1; the same array as long as it does not change
  /// @param tableReset whether the block begins with a size update to 0
  /// @return the field block, in a buffer that is valid until the next call
  public ByteBuffer response(
      Status status, Headers headers, long contentLength, byte[] date, boolean tableReset) {
    begin(MAX_FIXED, headers, tableReset);
    put(firstFields(status.code()));
    if (date != this.date) {
      this.date = date;
      this.dateField = dateField(date);
    }
    put(dateField);
    if (contentLength >= 0) {
      putInteger(FieldNames.LITERAL, 4, StaticTable.CONTENT_LENGTH);
      putNumber(contentLength);
    }
    putHeaders(headers);
    return ByteBuffer.wrap(octets, 0, length);
  }

  /// Encodes trailers.
  ///
  /// @param tableReset whether the block begins with a size update to 0
  /// @return the field block, in a buffer that is valid until the next call
  public ByteBuffer trailers(Headers trailers, boolean tableReset) {
    begin(0, trailers, tableReset);
    putHeaders(trailers);
    return ByteBuffer.wrap(octets, 0, length);
  }

  /// Encodes the head of an informational response, such as 100.
  ///
  /// @param tableReset whether the block begins with a size update to 0
  /// @return the field block, in a buffer that is valid until the next call
  public ByteBuffer informational(Status status, boolean tableReset) {
    begin(MAX_FIXED, Headers.empty(), tableReset);
    putStatus(status.code());
    return ByteBuffer.wrap(octets, 0, length);
  }

  private void begin(int fixed, Headers headers, boolean tableReset) {
    int most = fixed + 1;
    for (int i = 0; i < headers.size(); i++) {
      most += headers.name(i).length() + headers.value(i).length() + MAX_LENGTHS;
    }
    if (most > octets.length) {
      octets = new byte[most];
    }
    length = 0;
    if (tableReset) {
      octets[length++] = SIZE_UPDATE;
    }
  }

  private byte[] firstFields(int code) {
    byte[] fields = firstFields[code];
    if (fields == null) {
      int start = length;
      putStatus(code);
      putInteger(FieldNames.LITERAL, 4, StaticTable.SERVER);
      length = Primitives.shortest(octets, length, "otus-server");
      fields = Arrays.copyOfRange(octets, start, length);
      firstFields[code] = fields;
      length = start;
    }
    return fields;
  }

  private byte[] dateField(byte[] date) {
    int start = length;
    putInteger(FieldNames.LITERAL, 4, StaticTable.DATE);
    String text = new String(date, StandardCharsets.ISO_8859_1);
    length = Primitives.shortest(octets, length, text);
    byte[] field = Arrays.copyOfRange(octets, start, length);
    length = start;
    return field;
  }

  private void putStatus(int code) {
    String value = Integer.toString(code);
    for (int i = 0; i < StaticTable.STATUSES; i++) {
      if (StaticTable.get(StaticTable.STATUS + i).value().equals(value)) {
        putInteger(INDEXED, 7, StaticTable.STATUS + i);
        return;
      }
    }
    putInteger(FieldNames.LITERAL, 4, StaticTable.STATUS);
    length = Primitives.text(octets, length, value);
  }

  private void putHeaders(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      put(names.of(headers.name(i)));
      length = Primitives.text(octets, length, headers.value(i));
    }
  }

  private void put(byte[] encoded) {
    System.arraycopy(encoded, 0, octets, length, encoded.length);
    length += encoded.length;
  }

  private void putInteger(int pattern, int prefix, int value) {
    length = Primitives.integer(octets, length, pattern, prefix, value);
  }

  /// Writes a number as the digits of a string.
  private void putNumber(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    octets[length++] = (byte) digits;
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      octets[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }
}
