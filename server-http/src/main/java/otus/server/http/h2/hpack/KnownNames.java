package otus.server.http.h2.hpack;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Names of common fields, so that a request creates no strings for them, and all connections share
/// them. Pure.
final class KnownNames {
  /// Names beyond those of the static table.
  private static final String OTHERS =
      """
      access-control-request-headers access-control-request-method cdn-loop connection
      content-digest dnt early-data forwarded if-schedule-tag-match keep-alive last-event-id origin
      pragma priority proxy-connection purpose save-data sec-ch-ua sec-ch-ua-arch sec-ch-ua-mobile
      sec-ch-ua-model sec-ch-ua-platform sec-ch-ua-platform-version sec-fetch-dest sec-fetch-mode
      sec-fetch-site sec-fetch-user sec-gpc sec-purpose te traceparent tracestate trailer upgrade
      upgrade-insecure-requests x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip
      x-request-id x-requested-with
      """;

  private static final int SLOTS = 512;
  private static final int MAX_LENGTH = 64;

  /// The names, each at its hash or at the next free index.
  private static final @Nullable String[] NAMES = new String[SLOTS];

  static {
    for (int i = 1; i <= StaticTable.LENGTH; i++) {
      add(StaticTable.get(i).name());
    }
    for (String name : OTHERS.split("\\s+")) {
      add(name);
    }
  }

  private KnownNames() {}

  private static void add(String name) {
    byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
    if (of(octets, 0, octets.length) == null) {
      int slot = hash(octets, 0, octets.length);
      while (NAMES[slot] != null) {
        slot = slot + 1 & SLOTS - 1;
      }
      NAMES[slot] = name.intern();
    }
  }

  /// Returns a name, or null if it is not known. Known names are valid.
  static @Nullable String of(byte[] octets, int from, int to) {
    if (to - from > MAX_LENGTH || to == from) {
      return null;
    }
    int slot = hash(octets, from, to);
    String name = NAMES[slot];
    while (name != null && !equals(name, octets, from, to)) {
      slot = slot + 1 & SLOTS - 1;
      name = NAMES[slot];
    }
    return name;
  }

  private static int hash(byte[] octets, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + octets[i];
    }
    return (hash ^ hash >>> 9) & SLOTS - 1;
  }

  private static boolean equals(String name, byte[] octets, int from, int to) {
    if (name.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (name.charAt(i - from) != octets[i]) {
        return false;
      }
    }
    return true;
  }
}
