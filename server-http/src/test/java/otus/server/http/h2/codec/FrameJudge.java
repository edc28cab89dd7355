package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules about frames, implemented a second time and differently: over complete frames, and
/// with all broken rules instead of the first.
final class FrameJudge {
  private static final Set<Integer> ON_STREAMS = Set.of(0, 1, 2, 3, 9);
  private static final Set<Integer> ON_CONNECTION = Set.of(4, 6, 7, 16);
  private static final Map<Integer, Integer> SIZES = Map.of(3, 4, 6, 8, 8, 4);
  private static final Map<Integer, Integer> LEAST_SIZES = Map.of(7, 8, 16, 4);

  private record Raw(int length, int type, int flags, int stream, byte[] payload) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    boolean padded() {
      return type < 2 && has(8);
    }

    int padding() {
      return padded() && payload.length > 0 ? payload[0] & 0xff : 0;
    }

    /// The offset of the content.
    int prefix() {
      return (padded() ? 1 : 0) + (type == 1 && has(0x20) ? 5 : 0);
    }

    String content() {
      return HexFormat.of().formatHex(payload, prefix(), payload.length - padding());
    }

    int word(int offset) {
      return ByteBuffer.wrap(payload).getInt(offset);
    }

    int target(int offset) {
      return word(offset) & Integer.MAX_VALUE;
    }
  }

  private final List<String> events = new ArrayList<>();
  private Set<ErrorCode> broken = EnumSet.noneOf(ErrorCode.class);

  /// The rules that the last, incomplete frame breaks, if its payload were zeros.
  private Set<ErrorCode> possible = EnumSet.noneOf(ErrorCode.class);

  private int complete;

  /// The frames of the incomplete field block.
  private final List<Raw> block = new ArrayList<>();

  FrameJudge(byte[] octets) {
    while (broken.isEmpty() && octets.length - complete >= 9) {
      ByteBuffer header = ByteBuffer.wrap(octets, complete, 9);
      int word = header.getInt();
      int length = word >>> 8;
      int flags = header.get();
      int end = complete + 9 + length;
      int from = complete + 9;
      byte[] payload =
          Arrays.copyOf(
              Arrays.copyOfRange(octets, from, Math.min(end, octets.length)),
              Math.min(length, 20_000));
      Raw frame = new Raw(length, word & 0xff, flags, header.getInt() & Integer.MAX_VALUE, payload);
      Set<ErrorCode> errors = errors(frame);
      if (end > octets.length) {
        possible = errors;
        return;
      }
      broken = errors;
      if (errors.isEmpty()) {
        complete = end;
        event(frame);
      }
    }
  }

  /// Returns the events of the frames before an error; an empty text for one that is not known.
  List<String> events() {
    return events;
  }

  /// Returns the codes of the rules that the first wrong complete frame breaks.
  Set<ErrorCode> broken() {
    return broken;
  }

  /// Returns whether the incomplete frame at the end breaks a rule of a code.
  boolean mayBreak(String code) {
    return possible.contains(ErrorCode.valueOf(code));
  }

  /// Returns the length of the complete frames without an error.
  int complete() {
    return complete;
  }

  private Set<ErrorCode> errors(Raw frame) {
    Set<ErrorCode> errors = EnumSet.noneOf(ErrorCode.class);
    int type = frame.type();
    int length = frame.length();
    boolean odd = frame.stream() % 2 == 1;
    add(errors, ErrorCode.FRAME_SIZE_ERROR, length > 16_384);
    add(errors, ErrorCode.FRAME_SIZE_ERROR, SIZES.getOrDefault(type, length) != length);
    add(errors, ErrorCode.FRAME_SIZE_ERROR, LEAST_SIZES.getOrDefault(type, 0) > length);
    int unit = frame.has(1) ? 16_385 : 6;
    add(errors, ErrorCode.FRAME_SIZE_ERROR, type == 4 && length % unit != 0);
    add(errors, ErrorCode.PROTOCOL_ERROR, ON_STREAMS.contains(type) && frame.stream() == 0);
    add(errors, ErrorCode.PROTOCOL_ERROR, ON_STREAMS.contains(type) && type != 2 && !odd);
    add(errors, ErrorCode.PROTOCOL_ERROR, ON_CONNECTION.contains(type) && frame.stream() != 0);
    add(errors, ErrorCode.PROTOCOL_ERROR, type == 5);
    boolean same = !block.isEmpty() && type == 9 && frame.stream() == block.getFirst().stream();
    add(errors, ErrorCode.PROTOCOL_ERROR, block.isEmpty() ? type == 9 : !same);
    if (!errors.isEmpty()) {
      return errors;
    }
    switch (type) {
      case 0, 1 -> {
        add(errors, ErrorCode.FRAME_SIZE_ERROR, length < frame.prefix());
        if (errors.isEmpty()) {
          add(errors, ErrorCode.PROTOCOL_ERROR, frame.prefix() + frame.padding() > length);
          boolean self =
              type == 1 && frame.has(0x20) && frame.target(frame.prefix() - 5) == frame.stream();
          add(errors, ErrorCode.PROTOCOL_ERROR, self);
        }
      }
      case 4 -> settings(frame, errors);
      case 8 -> {
        boolean zero = frame.target(0) == 0;
        add(errors, ErrorCode.PROTOCOL_ERROR, frame.stream() == 0 ? zero : !odd);
      }
      case 9 -> {
        int size = block.stream().mapToInt(each -> each.content().length() / 2).sum() + length;
        boolean large = size > Conversation.MAX_BLOCK || block.size() > 8;
        add(errors, ErrorCode.ENHANCE_YOUR_CALM, large);
      }
      case 16 -> add(errors, ErrorCode.PROTOCOL_ERROR, frame.target(0) % 2 == 0);
      default -> {
        // no more rules
      }
    }
    if (type == 1 && errors.isEmpty() && !frame.has(4)) {
      boolean large = frame.content().length() / 2 > Conversation.MAX_BLOCK;
      add(errors, ErrorCode.ENHANCE_YOUR_CALM, large);
    }
    return errors;
  }

  private static void settings(Raw frame, Set<ErrorCode> errors) {
    add(errors, ErrorCode.ENHANCE_YOUR_CALM, frame.length() > 6 * 32);
    for (int i = 0; i + 6 <= frame.length(); i += 6) {
      int setting = frame.word(i) >>> 16;
      long value = Integer.toUnsignedLong(frame.word(i + 2));
      add(errors, ErrorCode.PROTOCOL_ERROR, (setting == 2 || setting == 9) && value > 1);
      add(errors, ErrorCode.FLOW_CONTROL_ERROR, setting == 4 && value > Integer.MAX_VALUE);
      boolean outside = value < 16_384 || value > 16_777_215;
      add(errors, ErrorCode.PROTOCOL_ERROR, setting == 5 && outside);
    }
  }

  private static void add(Set<ErrorCode> errors, ErrorCode code, boolean broken) {
    if (broken) {
      errors.add(code);
    }
  }

  private void event(Raw frame) {
    if (frame.type() == 0) {
      data(frame);
    } else if (frame.type() == 1 || frame.type() == 9) {
      block.add(frame);
      if (frame.has(4)) {
        Raw first = block.getFirst();
        StringBuilder content = new StringBuilder();
        block.forEach(each -> content.append(each.content()));
        events.add("HEADERS " + first.stream() + " " + content + (first.has(1) ? " end" : ""));
        block.clear();
      }
    } else {
      events.add("");
    }
  }

  /// Joins consecutive DATA of a stream, as [Conversation] does.
  private void data(Raw frame) {
    String start = "DATA " + frame.stream() + " [";
    String content = frame.content();
    int flow = frame.length();
    if (!events.isEmpty()
        && events.getLast().startsWith(start)
        && !events.getLast().endsWith(" end")) {
      String before = events.removeLast();
      content = before.substring(start.length(), before.indexOf(']')) + content;
      flow += Integer.parseInt(before.substring(before.lastIndexOf(' ') + 1));
    }
    events.add(start + content + "] flow " + flow + (frame.has(1) ? " end" : ""));
  }
}
