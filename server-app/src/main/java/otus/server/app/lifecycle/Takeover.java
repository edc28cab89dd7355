package otus.server.app.lifecycle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.app.config.UsageException;
import otus.server.loop.linux.LocalSocket;

/// The new server's side of a handover, from the connection to the former server until that has
/// stopped accepting. If this process ends before, the former one continues to serve. Main thread
/// only.
///
/// ```text
/// new  otus-control 1 handover
/// old  socket given|own admin|- NAME    (with the descriptor; for each socket)
/// old  notify PATH                      (if a service manager waits for messages)
/// old  end
/// new  serving                          (the new one accepts connections, beside the old one)
/// old  yours                            (the old one stops accepting)
///      refused REASON                   (instead of this and of `end`, at any time)
/// ```
final class Takeover implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Takeover.class.getName());

  private final LocalSocket connection;
  private final List<InheritedSocket> sockets = new ArrayList<>();
  private @Nullable String notifySocket;

  private Takeover(LocalSocket connection) {
    this.connection = connection;
  }

  /// Connects to the former server and receives its sockets.
  static Takeover begin(Path socket) {
    try {
      Takeover takeover = new Takeover(LocalSocket.connect(socket, Duration.ofSeconds(10)));
      try {
        takeover.receive();
        return takeover;
      } catch (IOException | RuntimeException | Error e) {
        takeover.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UsageException(1, "the running server does not hand over: " + e.getMessage());
    }
  }

  private void receive() throws IOException {
    connection.writeLine(ControlSocket.GREETING + "handover");
    while (true) {
      String line = connection.readLine();
      if (line == null) {
        throw new IOException("it has closed the connection");
      }
      String[] words = line.split(" ", 4);
      switch (words[0]) {
        case "end" -> {
          return;
        }
        case "socket" ->
            sockets.add(
                new InheritedSocket(
                    words[2].equals("-") ? "" : words[2],
                    words[1].equals("given"),
                    words[3],
                    connection.takeDescriptor()));
        case "notify" -> notifySocket = line.substring("notify ".length());
        case "refused" -> throw new UsageException(1, line.substring("refused ".length()));
        default -> throw new IOException("it answers: " + line);
      }
    }
  }

  List<InheritedSocket> sockets() {
    return List.copyOf(sockets);
  }

  /// The socket of the service manager of the former server, or null.
  @Nullable String notifySocket() {
    return notifySocket;
  }

  /// Tells the former server that this one serves.
  ///
  /// @return whether this one may go on; not if the operator has stopped the former one meanwhile.
  ///     If that was killed, or hangs, this one serves in its place.
  boolean confirm() {
    try {
      connection.writeLine("serving");
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=former-server-ended", e); // what it has said can still be read
    }
    try {
      String answer = connection.readLine();
      if (answer != null && !answer.equals("yours")) {
        return false;
      }
      LOG.log(Level.INFO, "event=taken-over former=" + (answer == null ? "ended" : "serving"));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=taken-over former=ended reason=" + LogValue.of(e.getMessage()));
    }
    return true;
  }

  @Override
  public void close() {
    connection.close();
  }
}
