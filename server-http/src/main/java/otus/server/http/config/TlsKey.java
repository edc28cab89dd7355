package otus.server.http.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The private key of a server with the certificates for it, from files or made for development.
/// For programs that embed the server; immutable.
///
/// ```java
/// TlsKey key = TlsKey.read(Path.of("chain.pem"), Path.of("key.pem"));
/// HttpServer server = HttpServer.serving(handler).tls(key.settings()).start();
/// ```
public final class TlsKey {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /// The label of PKCS#8, and the header of the older formats.
  private static final Pattern ENCRYPTED =
      Pattern.compile(
          "^(-----BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4, *ENCRYPTED)", Pattern.MULTILINE);

  private static final char[] NO_PASSWORD = {};

  /// Any bytes, whose signature shows that key and certificate belong together.
  private static final byte[] PROBE = {1, 2, 3, 4};

  private final PrivateKey key;
  private final Certificate[] chain;

  private TlsKey(PrivateKey key, List<Certificate> chain) {
    this.key = key;
    this.chain = chain.toArray(Certificate[]::new);
  }

  /// Reads PEM files (RFC 7468), as certbot and `openssl` write them.
  ///
  /// @param chain the file of the certificate of the server, followed by those of its issuers
  /// @param key the file of its private key, without a password, in the format PKCS#8, PKCS#1 or
  ///     SEC 1; it may be the same file
  /// @return the key
  /// @throws IOException if a file cannot be read, or contains something else; the message names
  ///     the file
  public static TlsKey read(Path chain, Path key) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] der : blocks(text(chain)).getOrDefault("CERTIFICATE", List.of())) {
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(chain + " has an invalid certificate: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(chain + " has no certificate in PEM format");
    }
    PrivateKey read = key(key);
    if (!isPair(certificates.getFirst(), read)) {
      throw new IOException("the first certificate of " + chain + " is not for the key in " + key);
    }
    return new TlsKey(read, certificates);
  }

  /// Returns whether the certificate verifies what the key signs.
  private static boolean isPair(Certificate certificate, PrivateKey key) {
    String algorithm = key.getAlgorithm();
    try {
      Signature signature =
          Signature.getInstance(
              algorithm.equals("EdDSA")
                  ? algorithm
                  : "SHA256with" + (algorithm.equals("EC") ? "ECDSA" : "RSA"));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // such as keys of different algorithms
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    String text = text(file);
    try {
      return KeyFile.read(blocks(text), ENCRYPTED.matcher(text).find());
    } catch (IOException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /// Returns the decoded blocks by label.
  private static Map<String, List<byte[]>> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .collect(
            Collectors.groupingBy(
                block -> block.group(1),
                Collectors.mapping(
                    block -> Base64.getMimeDecoder().decode(block.group(2)), Collectors.toList())));
  }

  /// Creates a key with a certificate for `localhost`, `127.0.0.1` and `::1` that it has signed
  /// itself, valid until 2050. Only a client with [#clientContext] trusts it.
  ///
  /// @return a new key
  public static TlsKey selfSigned() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] der = SelfSignedCertificate.of(pair);
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return new TlsKey(
          pair.getPrivate(), List.of(factory.generateCertificate(new ByteArrayInputStream(der))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks the algorithms of TLS", e);
    }
  }

  /// Returns the settings of a listener that uses this key.
  ///
  /// @return the settings, with the defaults of the JDK
  public TlsSettings settings() {
    return TlsSettings.of(context());
  }

  /// Returns the context of a server that has this key.
  ///
  /// @return a new context
  public SSLContext context() {
    try {
      KeyStore store = store();
      store.setKeyEntry("key", key, NO_PASSWORD, chain);
      // The default, PKIX, would decrypt the key in each handshake.
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the key cannot be used: " + e.getMessage(), e);
    }
  }

  /// Returns the context of clients that trust the certificate of this key, and no other one.
  ///
  /// @return a new context
  public SSLContext clientContext() {
    try {
      KeyStore store = store();
      store.setCertificateEntry("certificate", chain[0]);
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
