package otus.server.http.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.HttpServer;

class TlsKeyTest {
  /// Files that OpenSSL has written.
  private static final Path OPENSSL =
      Path.of("..", "server-app", "src", "test", "resources", "otus", "server", "app", "tls");

  @TempDir Path directory;

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    return "a comment\n-----BEGIN "
        + label
        + "-----\n"
        + base64
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static String certificate(KeyPair pair) throws Exception {
    return pem("CERTIFICATE", SelfSignedCertificate.of(pair));
  }

  private static String key(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("both.pem"), text);
  }

  @Test
  void server_has_the_certificate_of_the_file() throws Exception {
    KeyPair pair = pair();
    Path file = file(certificate(pair) + certificate(pair()) + key(pair));
    TlsKey key = TlsKey.read(file, file);
    HttpServer server =
        HttpServer.serving(_ -> Response.text(Status.OK, "yes")).tls(key.settings()).start();
    int port = server.uri().getPort();
    try (Socket socket = key.clientContext().getSocketFactory().createSocket("127.0.0.1", port)) {
      String request = "GET / HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String response =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(response.endsWith("\r\n\r\nyes"), response);
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ec-sec1.crt, ec-pkcs8.pem",
    "ec-sec1.crt, ec-sec1.pem",
    "rsa-pkcs1.crt, rsa-pkcs8.pem",
    "rsa-pkcs1.crt, rsa-pkcs1.pem",
    "ed25519.crt, ed25519.pem",
  })
  void keys_of_openssl_are_read(String chain, String key) throws Exception {
    TlsKey.read(OPENSSL.resolve(chain), OPENSSL.resolve(key)); // which checks that it is a pair
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec-encrypted.pem", "ec-old-encrypted.pem", "ec-scrypt.pem"})
  void command_that_decrypts_a_key_is_named(String key) {
    Path file = OPENSSL.resolve(key);
    IOException e =
        assertThrows(IOException.class, () -> TlsKey.read(OPENSSL.resolve("ec-sec1.crt"), file));
    assertEquals(
        file
            + " has an encrypted key: decrypt it with"
            + " 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'",
        e.getMessage());
  }

  @Test
  void incomplete_key_of_sec_1_is_invalid() throws Exception {
    byte[] whole = HexFormat.of().parseHex("3010020101040102a00a06082a8648ce3d0301");
    for (int length = 0; length <= whole.length; length++) {
      String key = pem("EC PRIVATE KEY", Arrays.copyOf(whole, length));
      assertRejected(certificate(pair()) + key, "has an invalid key");
    }
  }

  @Test
  void files_of_another_content_are_named() throws Exception {
    KeyPair pair = pair();
    assertRejected(key(pair), "both.pem has no certificate in PEM format");
    assertRejected(certificate(pair), "both.pem must have one private key in PEM format, such");
    assertRejected(certificate(pair) + key(pair) + key(pair), "; it has 2");
    assertRejected(certificate(pair) + key(pair()), "is not for the key in");
    assertRejected(certificate(pair) + pem("PRIVATE KEY", new byte[9]), "has an invalid key");
    assertRejected(pem("CERTIFICATE", new byte[9]) + key(pair), "has an invalid certificate");
  }

  private void assertRejected(String text, String message) throws Exception {
    Path file = file(text);
    IOException e = assertThrows(IOException.class, () -> TlsKey.read(file, file));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
  }
}
