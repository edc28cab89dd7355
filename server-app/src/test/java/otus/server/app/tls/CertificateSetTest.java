package otus.server.app.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSetTest {
  private static final Authority ROOT = Authority.root("root");
  private static final ServerCertificate DEFAULT = ROOT.issue("EC", "default.example").forServer();
  private static final ServerCertificate DEFAULT_RSA =
      ROOT.issue("RSA", "default.example").forServer();
  private static final ServerCertificate WILD = ROOT.issue("EC", "*.a.example").forServer();
  private static final ServerCertificate EXACT = ROOT.issue("EC", "www.a.example").forServer();
  private static final ServerCertificate EXACT_RSA = ROOT.issue("RSA", "rsa.a.example").forServer();
  private static final List<ServerCertificate> ALL =
      List.of(DEFAULT, EXACT_RSA, WILD, EXACT, DEFAULT_RSA);

  private final CertificateSet set = new CertificateSet(ALL);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "www.a.example, EC, 3",
        "WWW.A.example, EC, 3",
        "other.a.example, EC, 2",
        "two.labels.a.example, EC, 0",
        "a.example, EC, 0",
        "unknown.example, EC, 0",
        "unknown.example, RSA, 4",
        "localhost, EC, 0",
        "-, EC, 0",
        "-, RSA, 4",
        "rsa.a.example, RSA, 1",
        "rsa.a.example, EC, 2",
        "www.a.example, RSA, -",
        "other.a.example, RSA, -",
        "unknown.example, EdDSA, -",
      })
  void name_and_type_of_key_choose(String host, String keyType, Integer index) {
    ServerCertificate found = set.find(host, keyType);
    if (index == null) {
      assertNull(found);
    } else {
      assertSame(ALL.get(index), found);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "www.a.example, true",
    "OTHER.a.example, true",
    "default.example, true",
    "a.example, false",
    "x.y.a.example, false",
    "unknown.example, false",
  })
  void names_are_those_of_the_certificates(String host, boolean isKnown) {
    assertEquals(isKnown, set.hasName(host));
  }

  @Test
  void certificate_without_a_name_can_be_the_default() {
    ServerCertificate nameless = ROOT.issue("EC").forServer();
    CertificateSet only = new CertificateSet(List.of(nameless));
    assertSame(nameless, only.find("any.example", "EC"));
    assertEquals("CN=nameless", nameless.label());
  }
}
