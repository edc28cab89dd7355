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
  private final Incoming incoming;
  private final CurrentRequest current;
  private final Patience patience;

  LingeringClose(
      Endpoint endpoint,
      ConnectionState state,
      Incoming incoming,
      CurrentRequest current,
      Patience patience) {
    this.endpoint = endpoint;
    this.state = state;
    this.incoming = incoming;
    this.current = current;
    this.patience = patience;
  }

  /// The last response is sent: closes, or waits for the client to finish, too.
  void begin() throws IOException {
    boolean lingers =
        Persistence.lingers(current.message(), state.in(), incoming.size(), incoming.hasEnded());
    state.to(In.FINISHED);
    if (!lingers) {
      endpoint.close();
      return;
    }
    incoming.fail("the response was sent");
    incoming.clear();
    current.end();
    state.to(Out.LINGERING);
    endpoint.shutdownOutput();
    patience.linger();
  }

  /// Reads away what the client still sends; closes when it has finished.
  void onReadable() throws IOException {
    if (endpoint.read(endpoint.loop().inbound()) < 0) {
      endpoint.close();
    }
  }
}
