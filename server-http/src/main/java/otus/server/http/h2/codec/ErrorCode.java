package otus.server.http.h2.codec;

import java.util.Locale;

/// The error codes of RFC 9113 §7, in the order of their numbers.
public enum ErrorCode {
  /// Not an error, such as a connection that is closed gracefully.
  NO_ERROR,
  /// A breach of the protocol for which there is no other code.
  PROTOCOL_ERROR,
  /// A fault of this server.
  INTERNAL_ERROR,
  /// More content than the window allows, or a window over its maximum.
  FLOW_CONTROL_ERROR,
  /// Settings that were not acknowledged in time.
  SETTINGS_TIMEOUT,
  /// A frame on a stream on which the sender has ended its part.
  STREAM_CLOSED,
  /// A frame of an invalid size.
  FRAME_SIZE_ERROR,
  /// A request that was not processed at all, so that the client may repeat it.
  REFUSED_STREAM,
  /// A stream that is not needed any more.
  CANCEL,
  /// A field block that cannot be decoded.
  COMPRESSION_ERROR,
  /// A connection of a CONNECT request that failed.
  CONNECT_ERROR,
  /// A client that causes more work than is usual.
  ENHANCE_YOUR_CALM,
  /// A transport that is not secure enough.
  INADEQUATE_SECURITY,
  /// A resource that needs HTTP/1.1.
  HTTP_1_1_REQUIRED;

  private static final ErrorCode[] CODES = values();

  /// Returns the number in frames.
  public int value() {
    return ordinal();
  }

  /// Returns the name of a received code for the log, or its number if it is not registered.
  public static String describe(int value) {
    return value >= 0 && value < CODES.length
        ? CODES[value].name().toLowerCase(Locale.ROOT).replace('_', '-')
        : Integer.toUnsignedString(value);
  }
}
