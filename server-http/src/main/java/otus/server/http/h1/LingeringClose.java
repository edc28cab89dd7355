package otus.server.http.h1;

import java.io.IOException;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.loop.Endpoint;

/// The end of a connection after its last response: it is closed, or only its output is, until the
/// client has finished, too (RFC 9112 §9.6). Owned by the connection, confined to its loop.
final class LingeringClose {
  private final Endpoint endpoint;
  private final ConnectionState state;
  private final RequestReader reader;
  private final CurrentRequest current;
  private final ConnectionTimeouts timeouts;

  LingeringClose(
      Endpoint endpoint,
      ConnectionState state,
      RequestReader reader,
      CurrentRequest current,
      ConnectionTimeouts timeouts) {
    this.endpoint = endpoint;
    this.state = state;
    this.reader = reader;
    this.current = current;
    this.timeouts = timeouts;
  }

  /// The last response is sent: closes, or waits for the client to finish, too.
  void begin() throws IOException {
    boolean lingers =
        KeepAlive.lingers(current.message(), state.in(), reader.size(), reader.hasEnded());
    state.to(In.FINISHED);
    if (!lingers) {
      endpoint.close();
      return;
    }
    reader.fail("the response was sent");
    reader.clear();
    current.end();
    state.to(Out.LINGERING);
    endpoint.shutdownOutput();
    timeouts.linger();
  }

  /// Reads away what the client still sends; closes when it has finished.
  void onReadable() throws IOException {
    if (endpoint.read(endpoint.loop().inbound()) < 0) {
      endpoint.close();
    }
  }
}
