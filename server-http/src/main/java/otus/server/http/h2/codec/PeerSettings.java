package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The settings of the client that matter to this server (RFC 9113 §6.5.2, RFC 9218 §2.1). Owned by
/// one connection, confined to its loop.
///
/// Others limit what this server never does (SETTINGS_MAX_CONCURRENT_STREAMS, SETTINGS_ENABLE_PUSH,
/// SETTINGS_MAX_FRAME_SIZE: no frame is larger than the minimum), or are advisory
/// (SETTINGS_MAX_HEADER_LIST_SIZE).
public final class PeerSettings {
  static final int HEADER_TABLE_SIZE = 1;
  static final int ENABLE_PUSH = 2;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int MAX_FRAME_SIZE = 5;
  static final int MAX_HEADER_LIST_SIZE = 6;
  static final int NO_RFC7540_PRIORITIES = 9;

  /// The maximum number of settings of a frame; there are ten in the registry.
  static final int MAX_COUNT = 32;

  private static final int MAX_MAX_FRAME_SIZE = 0xffffff;

  /// The initial maximum of the dynamic table (RFC 9113 §6.5.2).
  private static final int TABLE_SIZE = 4096;

  private int initialWindow = Window.DEFAULT_SIZE;
  private boolean tableReduced;
  private boolean tableResetDue;

  /// Whether a frame has been applied.
  private boolean begun;

  private int noPriorities;

  /// Creates settings with their initial values.
  public PeerSettings() {}

  /// Reads and checks the payload of a SETTINGS frame.
  ///
  /// @return a [Frame.Settings], or the broken rule
  static Frame read(ByteBuffer in) {
    if (in.remaining() > MAX_COUNT * FrameRules.SETTING_LENGTH) {
      return new Frame.Broken(ErrorCode.ENHANCE_YOUR_CALM, "SETTINGS has too many settings");
    }
    int initialWindow = Frame.Settings.UNCHANGED;
    int headerTableSize = Frame.Settings.UNCHANGED;
    int noPriorities = Frame.Settings.UNCHANGED;
    while (in.hasRemaining()) {
      int setting = in.getShort();
      int value = in.getInt();
      switch (setting) {
        case HEADER_TABLE_SIZE -> {
          int size = value < 0 ? Integer.MAX_VALUE : value;
          headerTableSize = headerTableSize < 0 ? size : Math.min(headerTableSize, size);
        }
        case ENABLE_PUSH -> {
          if (!isBoolean(value)) {
            return FrameRules.protocol("SETTINGS_ENABLE_PUSH is not 0 or 1");
          }
        }
        case INITIAL_WINDOW_SIZE -> {
          if (value < 0) {
            return new Frame.Broken(
                ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE is over 2^31-1");
          }
          initialWindow = value;
        }
        case MAX_FRAME_SIZE -> {
          if (value < FrameReader.MAX_SIZE || value > MAX_MAX_FRAME_SIZE) {
            return FrameRules.protocol("SETTINGS_MAX_FRAME_SIZE is out of range");
          }
        }
        case NO_RFC7540_PRIORITIES -> {
          if (!isBoolean(value)) {
            return FrameRules.protocol("SETTINGS_NO_RFC7540_PRIORITIES is not 0 or 1");
          }
          noPriorities = value;
        }
        default -> {
          // RFC 9113 §6.5.2: an unknown setting is ignored; others limit what this server never
          // does, or are advisory.
        }
      }
    }
    return new Frame.Settings(initialWindow, headerTableSize, noPriorities);
  }

  private static boolean isBoolean(int value) {
    return value == 0 || value == 1;
  }

  /// Applies a frame.
  ///
  /// The caller adds the change of [#initialWindow] to the windows of all streams.
  ///
  /// @return the broken rule, or null
  public Frame.@Nullable Broken apply(Frame.Settings settings) {
    int changed = settings.noPriorities();
    if (begun && changed != Frame.Settings.UNCHANGED && changed != noPriorities) {
      // RFC 9218 §2.1: its first value, or absence, is final.
      return FrameRules.protocol("SETTINGS_NO_RFC7540_PRIORITIES has changed");
    }
    begun = true;
    noPriorities = Math.max(noPriorities, changed);
    if (settings.initialWindow() != Frame.Settings.UNCHANGED) {
      initialWindow = settings.initialWindow();
    }
    int table = settings.headerTableSize();
    if (table != Frame.Settings.UNCHANGED && table < TABLE_SIZE && !tableReduced) {
      tableReduced = true;
      tableResetDue = true;
    }
    return null;
  }

  /// Returns the initial size of the window in which this server sends the content of a stream.
  public int initialWindow() {
    return initialWindow;
  }

  /// Returns, once, whether the next field block must begin with an update of the table size,
  /// because the client has reduced the maximum (RFC 9113 §4.3.1). The update sets it to 0, so it
  /// is never needed again.
  public boolean takeTableReset() {
    boolean due = tableResetDue;
    tableResetDue = false;
    return due;
  }
}
