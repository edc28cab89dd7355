package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import otus.server.http.h2.hpack.Hex;

/// The frames that a reader finds in input, as texts. Consecutive DATA of a stream is joined, so
/// the result is the same for each split of the input.
final class Conversation {
  static final int MAX_BLOCK = 1000;

  private final FrameReader reader = new FrameReader(MAX_BLOCK);
  private final List<String> events = new ArrayList<>();

  /// The stream of the DATA before, or 0; its content, and the bytes that count for flow control.
  private int stream;

  private String content = "";
  private int flow;

  /// The input that is not consumed.
  private byte[] left = new byte[0];

  private boolean broken;

  /// Returns the frames of input that arrives in parts, and at the end the number of bytes that are
  /// left, unless the connection is broken.
  static List<String> of(byte[] octets, int... ends) {
    Conversation conversation = new Conversation();
    int from = 0;
    for (int end : ends) {
      byte[] part = new byte[end - from];
      System.arraycopy(octets, from, part, 0, part.length);
      conversation.receive(part);
      from = end;
    }
    conversation.endData("");
    if (!conversation.broken) {
      conversation.events.add("left " + conversation.left.length);
    }
    return conversation.events;
  }

  static List<String> of(byte[] octets) {
    return of(octets, octets.length);
  }

  private void receive(byte[] part) {
    ByteBuffer bytes = Hex.buffer(Frames.all(left, part));
    while (!broken) {
      int before = bytes.remaining();
      Frame frame = reader.read(bytes);
      if (frame == Frame.Incomplete.INCOMPLETE) {
        break;
      }
      event(frame, before - bytes.remaining());
    }
    left = new byte[bytes.remaining()];
    bytes.get(left);
  }

  private void event(Frame frame, int consumed) {
    if (!(frame instanceof Frame.Data)) {
      endData("");
    }
    switch (frame) {
      case Frame.Data data -> data(data);
      case Frame.Headers(int stream, ByteBuffer block, boolean end) ->
          events.add("HEADERS " + stream + " " + Hex.digits(block) + (end ? " end" : ""));
      case Frame.Broken(ErrorCode code, String reason) -> {
        broken = true;
        events.add(code + ": " + reason);
      }
      case Frame.BrokenStream(int stream, ErrorCode code, String reason) ->
          events.add("stream " + stream + " " + code + ": " + reason);
      case Frame.Incomplete _,
          Frame.Dependency _,
          Frame.Reset _,
          Frame.Settings _,
          Frame.SettingsAck _,
          Frame.Ping _,
          Frame.PingAck _,
          Frame.GoAway _,
          Frame.WindowUpdate _,
          Frame.PriorityUpdate _,
          Frame.Unknown _ -> {
        if (consumed < FrameReader.HEADER_LENGTH) {
          throw new AssertionError("consumed " + consumed + " for " + frame);
        }
        events.add(frame.toString());
      }
    }
  }

  private void data(Frame.Data data) {
    if (stream != data.stream()) {
      endData("");
    }
    stream = data.stream();
    content += Hex.digits(data.content());
    flow += data.flow();
    if (data.end()) {
      endData(" end");
    }
  }

  private void endData(String suffix) {
    if (stream != 0) {
      events.add("DATA " + stream + " [" + content + "] flow " + flow + suffix);
    }
    stream = 0;
    content = "";
    flow = 0;
  }
}
