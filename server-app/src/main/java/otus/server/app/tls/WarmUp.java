package otus.server.app.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A handshake in memory with the server itself, so that the first client does not wait until the
/// JDK has loaded and initialized what a handshake needs. Created for one handshake by [ServerTls],
/// on a thread of its own; never on an event loop. Its result does not matter.
final class WarmUp {
  /// The maximum number of steps, of which a handshake needs about ten.
  private static final int MAX_STEPS = 100;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final SSLEngine server;
  private final SSLEngine client;
  private final ByteBuffer toServer;
  private final ByteBuffer toClient;
  private final ByteBuffer content;

  private WarmUp(SSLEngine server, SSLEngine client) {
    this.server = server;
    this.client = client;
    SSLSession session = client.getSession();
    toServer = ByteBuffer.allocate(2 * session.getPacketBufferSize());
    toClient = ByteBuffer.allocate(2 * session.getPacketBufferSize());
    content = ByteBuffer.allocate(session.getApplicationBufferSize());
  }

  /// Shakes hands once.
  ///
  /// @param server an engine of the server
  /// @param names the DNS names of its certificate
  /// @return whether both sides have finished; false if the server wants a certificate of the
  ///     client
  static boolean run(SSLEngine server, List<String> names) {
    try {
      WarmUp warmUp = new WarmUp(server, client(names));
      return warmUp.handshake();
    } catch (GeneralSecurityException | SSLException e) {
      return false; // as with a client that fails
    }
  }

  private static SSLEngine client(List<String> names) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    for (String name : names) {
      if (!name.startsWith("*")) {
        parameters.setServerNames(List.of(new SNIHostName(name)));
        break;
      }
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private boolean handshake() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < MAX_STEPS && !(isDone(client) && isDone(server)); i++) {
      step(client, toServer, toClient);
      step(server, toClient, toServer);
    }
    return isDone(client) && isDone(server);
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private void step(SSLEngine engine, ByteBuffer sent, ByteBuffer received) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
      }
      case NEED_WRAP -> engine.wrap(EMPTY, sent);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
        received.flip();
        content.clear();
        engine.unwrap(received, content);
        received.compact();
      }
    }
  }

  /// Neither side is anyone else than this process.
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
