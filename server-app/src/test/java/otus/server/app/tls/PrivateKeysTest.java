package otus.server.app.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys that OpenSSL has written.
class PrivateKeysTest {
  private static final Path FILES = Path.of("src/test/resources/otus/server/app/tls");
  private static final List<String> PASSWORDS = List.of("wrong", "secret");

  private static PrivateKey read(String name, String likely, List<String> passwords)
      throws IOException {
    return PrivateKeys.read(
        PemFile.parse(Files.readAllBytes(FILES.resolve(name))), likely, passwords);
  }

  private static PublicKey certified(String name) {
    return CertificateReader.authorities(FILES.resolve(name)).getFirst().getPublicKey();
  }

  @ParameterizedTest
  @CsvSource({
    "ec-pkcs8.pem, ec-sec1.crt",
    "ec-sec1.pem, ec-sec1.crt",
    "ec-encrypted.pem, ec-sec1.crt",
    "rsa-pkcs8.pem, rsa-pkcs1.crt",
    "rsa-pkcs1.pem, rsa-pkcs1.crt",
    "ed25519.pem, ed25519.crt",
  })
  void key_belongs_to_its_certificate(String key, String certificate) throws IOException {
    PublicKey known = certified(certificate);
    assertTrue(PrivateKeys.isPair(known, read(key, known.getAlgorithm(), PASSWORDS)));
  }

  @ParameterizedTest
  @CsvSource({
    "ec-pkcs8.pem, rsa-pkcs1.crt",
    "rsa-pkcs8.pem, ec-sec1.crt",
    "ed25519.pem, ec-sec1.crt",
    "ec-pkcs8.pem, ed25519.crt",
  })
  void key_does_not_belong_to_another_certificate(String key, String certificate)
      throws IOException {
    PublicKey other = certified(certificate);
    assertFalse(PrivateKeys.isPair(other, read(key, other.getAlgorithm(), PASSWORDS)));
  }

  @Test
  void key_does_not_belong_to_a_certificate_of_the_same_type() throws IOException {
    for (String type : List.of("EC", "RSA", "Ed25519")) {
      assertFalse(
          PrivateKeys.isPair(Authority.keys(type).getPublic(), Authority.keys(type).getPrivate()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ec-sec1.crt, it has no private key",
    "ec-old-encrypted.pem, its key is encrypted in an old format: convert it",
    "ec-scrypt.pem, 'its key is invalid, or encrypted in a way that Java does not know'",
  })
  void unreadable_key_is_one_line(String name, String message) {
    String found =
        assertThrows(IllegalArgumentException.class, () -> read(name, "EC", PASSWORDS))
            .getMessage();
    assertTrue(found.startsWith(message), found);
    assertEquals(1, found.lines().count());
  }

  @Test
  void encrypted_key_needs_a_password() {
    assertEquals(
        "its key is encrypted: --tls-password-file is missing",
        assertThrows(
                IllegalArgumentException.class, () -> read("ec-encrypted.pem", "EC", List.of()))
            .getMessage());
    assertEquals(
        "no password of --tls-password-file decrypts its key",
        assertThrows(
                IllegalArgumentException.class,
                () -> read("ec-encrypted.pem", "EC", List.of("wrong")))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void invalid_key_is_refused(String label) {
    PemFile file = new PemFile(List.of(new PemFile.Block(label, false, new byte[] {48, 1, 0})));
    assertThrows(
        IllegalArgumentException.class, () -> PrivateKeys.read(file, "EC", List.of("secret")));
  }

  @Test
  void file_with_two_keys_is_refused() {
    PemFile.Block key = new PemFile.Block("PRIVATE KEY", false, new byte[0]);
    assertEquals(
        "it has more than one private key",
        assertThrows(
                IllegalArgumentException.class,
                () -> PrivateKeys.read(new PemFile(List.of(key, key)), "EC", List.of()))
            .getMessage());
  }
}
