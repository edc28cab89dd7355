package otus.server.app.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import otus.server.loop.linux.Descriptors;

/// Sockets that a parent process passes by the protocol of sd_listen_fds(3): `LISTEN_FDS` sockets
/// from descriptor 3 on, for the process `LISTEN_PID`, with names in `LISTEN_FDNAMES`. The name
/// `admin` marks the socket of the admin listener; other names do not matter. Stateless.
final class ActivationSockets {
  private static final int FIRST = 3;
  private static final int MAX = 1024;

  private ActivationSockets() {}

  /// Returns whether the variables are meant for this process.
  static boolean areFor(Map<String, String> environment) {
    String pid = environment.getOrDefault("LISTEN_PID", "");
    return environment.containsKey("LISTEN_FDS")
        && pid.equals(String.valueOf(ProcessHandle.current().pid()));
  }

  static List<InheritedSocket> read(Map<String, String> environment, Consumer<String> warnings) {
    List<InheritedSocket> sockets = new ArrayList<>();
    List<Integer> ignored = new ArrayList<>();
    if (!areFor(environment)) {
      return sockets;
    }
    String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    int count = count(environment.getOrDefault("LISTEN_FDS", ""), warnings);
    for (int i = 0; i < count; i++) {
      int descriptor = FIRST + i;
      boolean admin = i < names.length && names[i].equals(InheritedSocket.ADMIN);
      try {
        if (!Descriptors.isListening(descriptor)) {
          ignored.add(descriptor);
          continue;
        }
        String name = InheritedSocket.name(Descriptors.address(descriptor));
        String role = admin ? InheritedSocket.ADMIN : "";
        sockets.add(new InheritedSocket(role, true, name, descriptor));
      } catch (IOException e) {
        warnings.accept("ignored descriptor " + descriptor + ": " + e.getMessage());
      }
    }
    if (!ignored.isEmpty()) {
      String more = ignored.size() == 1 ? "" : " and " + (ignored.size() - 1) + " more";
      warnings.accept(
          "ignored descriptor " + ignored.getFirst() + more + ": not a listening stream socket");
    }
    return sockets;
  }

  private static int count(String number, Consumer<String> warnings) {
    try {
      return Math.min(MAX, Integer.parseInt(number));
    } catch (NumberFormatException e) {
      warnings.accept("ignored LISTEN_FDS: not a number: " + number);
      return 0;
    }
  }
}
