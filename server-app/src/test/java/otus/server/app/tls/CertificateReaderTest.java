package otus.server.app.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.config.TlsOptions;
import otus.server.app.config.UsageException;

class CertificateReaderTest {
  private static final Authority ROOT = Authority.root("root");
  private static final Authority MIDDLE = ROOT.intermediate("middle");

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  static TlsOptions options(Path certificate, Path key) {
    return new TlsOptions(
        List.of(new TlsOptions.KeyFiles(certificate, key)),
        false,
        Optional.empty(),
        false,
        List.of(),
        TlsOptions.ClientCertificates.NONE,
        false,
        true);
  }

  private ServerCertificate read(Path certificate, Path key) {
    return new CertificateReader(Authority.NOW, warnings::add)
        .read(options(certificate, key))
        .all()
        .getFirst();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path key(Authority.Issued issued) throws IOException {
    return file("key", Authority.pem("PRIVATE KEY", issued.key()));
  }

  private String fault(Path certificate, Path key) {
    String message = assertThrows(UsageException.class, () -> read(certificate, key)).getMessage();
    assertEquals(1, message.lines().count());
    return message.replace(directory + "/", "");
  }

  @Test
  void full_chain_is_read_without_a_warning() throws IOException {
    Authority.Issued issued = MIDDLE.issue("EC", "www.example.org", "*.Example.com");
    ServerCertificate read = read(issued.write(directory, "a"), directory.resolve("a.key"));
    assertEquals(issued.chain(), read.chain());
    assertEquals(List.of("www.example.org", "*.example.com"), read.names());
    assertEquals("EC", read.keyType());
    assertEquals(List.of(), warnings);
  }

  @Test
  void key_may_be_in_the_file_of_the_certificate() throws IOException {
    Authority.Issued issued = MIDDLE.issue("EC", "a.example");
    Path both =
        file(
            "both",
            Authority.pem("PRIVATE KEY", issued.key())
                + Authority.pem(issued.leaf(), MIDDLE.certificate()));
    assertEquals("a.example", read(both, both).label());
  }

  @Test
  void chain_is_put_in_order_and_without_others() throws IOException {
    Authority.Issued issued = MIDDLE.issue("EC", "a.example");
    X509Certificate stranger = Authority.root("stranger").certificate();
    Path certificate =
        file(
            "a.crt",
            Authority.pem(
                issued.leaf(), ROOT.certificate(), stranger, MIDDLE.certificate(), issued.leaf()));
    assertEquals(
        List.of(issued.leaf(), MIDDLE.certificate(), ROOT.certificate()),
        read(certificate, key(issued)).chain());
    assertEquals(
        List.of(
            directory + "/a.crt: ignored a certificate that is not part of the chain: CN=stranger"),
        warnings);
  }

  @Test
  void missing_issuer_is_a_warning() throws IOException {
    Authority.Issued issued = MIDDLE.issue("EC", "a.example");
    read(file("a.crt", Authority.pem(issued.leaf())), key(issued));
    assertEquals(
        List.of(
            directory
                + "/a.crt: the certificate of its issuer is missing, so most clients refuse it:"
                + " CN=middle"),
        warnings);
  }

  @Test
  void self_signed_certificate_lacks_no_issuer() throws IOException {
    read(
        file("a.crt", Authority.pem(ROOT.certificate())),
        file("a.key", Authority.pem("PRIVATE KEY", ROOT.keys().getPrivate().getEncoded())));
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @CsvSource({
    "-2, -1, the certificate has expired at 2025-12-31T00:00:00Z",
    "-1, 0, the certificate has expired at 2026-01-01T00:00:00Z",
    "1, 30, the certificate is not valid before 2026-01-02T00:00:00Z",
    "-1, 13, the certificate expires at 2026-01-14T00:00:00Z",
    "-1, 14, ''",
  })
  void dates_are_warnings(int begin, int end, String warning) throws IOException {
    Instant now = Authority.NOW;
    Authority.Issued issued =
        MIDDLE.issue(
            "EC", now.plus(Duration.ofDays(begin)), now.plus(Duration.ofDays(end)), "a.example");
    Path certificate = issued.write(directory, "a");
    read(certificate, directory.resolve("a.key"));
    assertEquals(warning.isEmpty() ? List.of() : List.of(certificate + ": " + warning), warnings);
  }

  @Test
  void key_of_another_certificate_is_refused() throws IOException {
    Path certificate = MIDDLE.issue("EC", "a.example").write(directory, "a");
    Path other = key(MIDDLE.issue("EC", "b.example"));
    assertEquals(
        "key: the key does not belong to the certificate in a.crt", fault(certificate, other));
    assertEquals(
        "key: the key does not belong to the certificate in a.crt",
        fault(certificate, key(MIDDLE.issue("RSA", "b.example"))));
  }

  @Test
  void certificate_of_the_key_must_come_first() throws IOException {
    Authority.Issued issued = MIDDLE.issue("EC", "a.example");
    Path wrong = file("a.crt", Authority.pem(MIDDLE.certificate(), issued.leaf()));
    assertEquals(
        "a.crt: its first certificate must be the one of the key", fault(wrong, key(issued)));
  }

  @Test
  void unusable_file_is_one_line() throws IOException {
    Authority.Issued issued = MIDDLE.issue("EC", "a.example");
    Path key = key(issued);
    Path certificate = file("a.crt", Authority.pem(issued.leaf()));
    assertEquals("x.crt: no such file", fault(directory.resolve("x.crt"), key));
    assertEquals("x.key: no such file", fault(certificate, directory.resolve("x.key")));
    assertEquals(
        "dir: not a regular file", fault(Files.createDirectory(directory.resolve("dir")), key));
    assertEquals("key: it has no certificate", fault(key, key));
    assertEquals(
        "a.crt: it has no private key: --tls-key names the file of the key",
        fault(certificate, certificate));
    assertTrue(
        fault(file("b.crt", Authority.pem("CERTIFICATE", new byte[] {1})), key)
            .startsWith("b.crt: a certificate is invalid: "));
    assertEquals("long: longer than 1 MiB", fault(file("long", "a".repeat((1 << 20) + 1)), key));
  }

  @Test
  void each_password_of_the_file_is_tried() throws IOException {
    Path files = Path.of("src/test/resources/otus/server/app/tls");
    TlsOptions plain = options(files.resolve("ec-sec1.crt"), files.resolve("ec-encrypted.pem"));
    TlsOptions options =
        new TlsOptions(
            plain.certificates(),
            false,
            Optional.of(file("passwords", "wrong\n\nsecret\n")),
            false,
            List.of(),
            TlsOptions.ClientCertificates.NONE,
            false,
            true);
    new CertificateReader(Authority.NOW, warnings::add).read(options);
  }
}
