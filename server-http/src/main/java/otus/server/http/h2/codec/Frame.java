package otus.server.http.h2.codec;

import java.nio.ByteBuffer;

/// A frame from a client, checked by all rules that need no state of a stream (RFC 9113 §6), or the
/// rule that it breaks. Immutable, except for the views of the input.
public sealed interface Frame {

  /// No frame, or no further part of one, is complete.
  enum Incomplete implements Frame {
    /// The only constant.
    INCOMPLETE
  }

  /// A DATA frame, or a part of a large one that has not arrived completely.
  ///
  /// @param stream an odd identifier
  /// @param content the content without padding, empty only if the frame has no content; a view of
  ///     the input, valid until the input changes
  /// @param flow the number of bytes that count for flow control, including padding
  /// @param end whether the stream ends with this part
  record Data(int stream, ByteBuffer content, int flow, boolean end) implements Frame {}

  /// A HEADERS frame and its CONTINUATION frames. Its block must be decoded in any case, because
  /// the following blocks depend on it.
  ///
  /// @param stream an odd identifier
  /// @param block the complete field block in a heap buffer; valid until the next read, and until
  ///     the input changes
  /// @param end whether the stream ends with this frame
  record Headers(int stream, ByteBuffer block, boolean end) implements Frame {}

  /// A PRIORITY frame, which has no effect (RFC 9113 §5.3.2).
  ///
  /// @param stream any identifier
  record Dependency(int stream) implements Frame {}

  /// A RST_STREAM frame.
  ///
  /// @param stream an odd identifier
  /// @param code the error code as sent
  record Reset(int stream, int code) implements Frame {}

  /// A SETTINGS frame with valid values; [PeerSettings] applies it. A frame that has a setting
  /// several times has the effect of the last one.
  ///
  /// @param initialWindow the size of the window of each stream, or [#UNCHANGED]
  /// @param headerTableSize the smallest maximum of the dynamic table that the frame contains, or
  ///     [#UNCHANGED]
  /// @param noPriorities 1 or 0, whether the client ignores the priorities of RFC 7540 (RFC 9218
  ///     §2.1), or [#UNCHANGED]
  record Settings(int initialWindow, int headerTableSize, int noPriorities) implements Frame {
    /// The value of a setting that the frame does not contain.
    public static final int UNCHANGED = -1;
  }

  /// The acknowledgment of this server's settings.
  enum SettingsAck implements Frame {
    /// The only constant.
    SETTINGS_ACK
  }

  /// A PING frame, to be acknowledged.
  ///
  /// @param opaque its content
  record Ping(long opaque) implements Frame {}

  /// The acknowledgment of a PING frame.
  ///
  /// @param opaque its content
  record PingAck(long opaque) implements Frame {}

  /// A GOAWAY frame.
  ///
  /// @param last the last stream of this server that the client processes; not used, since this
  ///     server opens no streams
  /// @param code the error code as sent
  record GoAway(int last, int code) implements Frame {}

  /// A WINDOW_UPDATE frame.
  ///
  /// @param stream an odd identifier, or 0 for the connection
  /// @param increment at least 1
  record WindowUpdate(int stream, int increment) implements Frame {}

  /// A PRIORITY_UPDATE frame (RFC 9218 §7.1).
  ///
  /// @param stream the identifier of the stream that gets the priority; odd
  /// @param priority its priority
  record PriorityUpdate(int stream, Priority priority) implements Frame {}

  /// A frame of an unknown type, which has no effect (RFC 9113 §5.5).
  ///
  /// @param type the type
  record Unknown(int type) implements Frame {}

  /// A connection error (RFC 9113 §5.4.1): GOAWAY is sent, and nothing more is read.
  ///
  /// @param code the code to be sent
  /// @param reason the broken rule, for GOAWAY and the log; a constant
  record Broken(ErrorCode code, String reason) implements Frame, RequestDecoder.Result {}

  /// A stream error (RFC 9113 §5.4.2): RST_STREAM is sent. The frame is consumed.
  ///
  /// @param stream the identifier of the stream
  /// @param code the code to be sent
  /// @param reason the broken rule, for the log; a constant
  record BrokenStream(int stream, ErrorCode code, String reason) implements Frame {}
}
