package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The rules about single frames (RFC 9113 §4.2, §6; RFC 9218 §7.1): the size and the stream of
/// each type, the payload of small ones; and the numbers of types and flags. Pure.
final class FrameRules {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int PRIORITY_UPDATE = 16;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int WITH_PRIORITY = 0x20;

  static final int SETTING_LENGTH = 6;
  static final int PRIORITY_LENGTH = 5;

  private FrameRules() {}

  /// Checks the header of a frame.
  ///
  /// A size that is wrong is a connection error, also where a stream error would suffice: its
  /// sender ignores the settings of this server, or is faulty (RFC 9113 §5.4 permits this). An
  /// exception is PRIORITY, whose size is a stream error.
  ///
  /// @return the broken rule, or null if the header is valid
  static Frame.@Nullable Broken check(int type, int length, int flags, int stream) {
    if (length > FrameReader.MAX_SIZE) {
      return size("frame is larger than 16384 bytes");
    }
    String wrongSize = wrongSize(type, length, flags);
    if (wrongSize != null) {
      return size(wrongSize);
    }
    return switch (type) {
      case DATA, HEADERS, RST_STREAM, CONTINUATION -> stream(stream);
      case PRIORITY -> stream == 0 ? protocol("PRIORITY on stream 0") : null;
      case SETTINGS, PING, GOAWAY, PRIORITY_UPDATE -> connection(stream);
      case WINDOW_UPDATE -> stream == 0 ? null : stream(stream);
      case PUSH_PROMISE -> protocol("PUSH_PROMISE from a client"); // RFC 9113 §8.4
      default -> null;
    };
  }

  private static @Nullable String wrongSize(int type, int length, int flags) {
    boolean acknowledges = (flags & ACK) != 0;
    return switch (type) {
      case RST_STREAM -> length == 4 ? null : "RST_STREAM has not 4 bytes";
      case SETTINGS ->
          acknowledges
              ? length == 0 ? null : "SETTINGS acknowledgment is not empty"
              : length % SETTING_LENGTH == 0 ? null : "SETTINGS has a part of a setting";
      case PING -> length == 8 ? null : "PING has not 8 bytes";
      case GOAWAY -> length >= 8 ? null : "GOAWAY has less than 8 bytes";
      case WINDOW_UPDATE -> length == 4 ? null : "WINDOW_UPDATE has not 4 bytes";
      case PRIORITY_UPDATE -> length >= 4 ? null : "PRIORITY_UPDATE has less than 4 bytes";
      default -> null;
    };
  }

  /// RFC 9113 §5.1.1: streams that a client initiates have odd identifiers. There are no others,
  /// since this server pushes nothing.
  static Frame.@Nullable Broken stream(int stream) {
    return (stream & 1) == 1 ? null : protocol("frame on stream 0 or an even stream");
  }

  private static Frame.@Nullable Broken connection(int stream) {
    return stream == 0 ? null : protocol("frame of the connection on a stream");
  }

  /// Reads a PRIORITY frame.
  static Frame priority(ByteBuffer in, int stream) {
    if (in.remaining() != PRIORITY_LENGTH) {
      return new Frame.BrokenStream(stream, ErrorCode.FRAME_SIZE_ERROR, "PRIORITY has not 5 bytes");
    }
    return dependsOnItself(in, stream)
        ? new Frame.BrokenStream(stream, ErrorCode.PROTOCOL_ERROR, "stream depends on itself")
        : new Frame.Dependency(stream);
  }

  /// Reads the priority of RFC 7540 §6.3, of which nothing else is used.
  static boolean dependsOnItself(ByteBuffer in, int stream) {
    int dependency = in.getInt() & Integer.MAX_VALUE;
    in.get(); // the weight
    return dependency == stream;
  }

  /// Reads a WINDOW_UPDATE frame.
  static Frame windowUpdate(ByteBuffer in, int stream) {
    int increment = in.getInt() & Integer.MAX_VALUE;
    if (increment > 0) {
      return new Frame.WindowUpdate(stream, increment);
    }
    String reason = "WINDOW_UPDATE has an increment of 0";
    return stream == 0
        ? protocol(reason)
        : new Frame.BrokenStream(stream, ErrorCode.PROTOCOL_ERROR, reason);
  }

  /// Reads a PRIORITY_UPDATE frame.
  static Frame priorityUpdate(ByteBuffer in) {
    int stream = in.getInt() & Integer.MAX_VALUE;
    Frame.Broken broken = stream(stream);
    if (broken != null) {
      return broken;
    }
    byte[] value = new byte[in.remaining()];
    in.get(value);
    String text = new String(value, StandardCharsets.ISO_8859_1);
    return new Frame.PriorityUpdate(stream, Priority.parse(text));
  }

  static Frame.Broken protocol(String reason) {
    return new Frame.Broken(ErrorCode.PROTOCOL_ERROR, reason);
  }

  static Frame.Broken size(String reason) {
    return new Frame.Broken(ErrorCode.FRAME_SIZE_ERROR, reason);
  }
}
