package otus.server.app.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A handshake of two engines in memory, and a byte in each direction, after which the client has
/// the tickets of TLS 1.3.
final class Handshake {
  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
  private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
  private final ByteBuffer received = ByteBuffer.allocate(1 << 16);

  private Handshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /// A client that trusts all certificates.
  static SSLContext client(Authority.@Nullable Issued own) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own == null ? null : keys(own), new TrustManager[] {new TrustAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManager[] keys(Authority.Issued own) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own", own.keys().getPrivate(), new char[0], own.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Connects.
  ///
  /// @param name the name of the server, or null to send none
  /// @return the session of the client
  static SSLSession run(SSLContext context, @Nullable String name, SSLEngine server)
      throws SSLException {
    return run(context, name, server, new SSLParameters());
  }

  /// @param wanted protocols, cipher suites and groups of the client, as far as not null
  static SSLSession run(
      SSLContext context, @Nullable String name, SSLEngine server, SSLParameters wanted)
      throws SSLException {
    SSLEngine client = context.createSSLEngine("server.test", 443);
    client.setUseClientMode(true);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
    if (wanted.getProtocols() != null) {
      parameters.setProtocols(wanted.getProtocols());
    }
    if (wanted.getCipherSuites() != null) {
      parameters.setCipherSuites(wanted.getCipherSuites());
    }
    if (wanted.getNamedGroups() != null) {
      parameters.setNamedGroups(wanted.getNamedGroups());
    }
    client.setSSLParameters(parameters);
    Handshake handshake = new Handshake(client, server);
    handshake.run();
    return client.getSession();
  }

  private void run() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < 30; i++) {
      send(client, toServer);
      receive(server, toServer);
      send(server, toClient);
      receive(client, toClient);
    }
    if (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      throw new SSLException("not finished: " + client.getHandshakeStatus());
    }
  }

  private static void send(SSLEngine from, ByteBuffer wire) throws SSLException {
    ByteBuffer none = ByteBuffer.allocate(0);
    while (work(from) == HandshakeStatus.NEED_WRAP) {
      from.wrap(none, wire);
    }
  }

  private void receive(SSLEngine to, ByteBuffer wire) throws SSLException {
    wire.flip();
    try {
      while (wire.hasRemaining()
          && work(to) != HandshakeStatus.NEED_WRAP
          && to.unwrap(wire, received.clear()).bytesConsumed() > 0) {
        // the next record
      }
    } catch (SSLException e) {
      throw alert(to, e);
    } finally {
      wire.compact();
    }
  }

  /// Returns the failure of the client to which the alert of the server leads.
  private SSLException alert(SSLEngine failed, SSLException e) {
    if (failed == client) {
      return e;
    }
    try {
      toClient.clear();
      server.wrap(ByteBuffer.allocate(0), toClient);
      toClient.flip();
      client.unwrap(toClient, received.clear());
    } catch (SSLException heard) {
      return heard;
    }
    return e;
  }

  private static HandshakeStatus work(SSLEngine engine) {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      engine.getDelegatedTask().run();
    }
    return engine.getHandshakeStatus();
  }

  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

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
