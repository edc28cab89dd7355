package otus.server.app.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.app.cli.Command;
import otus.server.app.cli.CommandLine;
import otus.server.app.config.Options;

class SelfSignedTest {
  private static Options options(String... line) {
    return assertInstanceOf(Command.Serve.class, CommandLine.read(line)).options();
  }

  @Test
  void certificate_is_for_its_names_and_signed_by_its_own_key() throws Exception {
    ServerCertificate made =
        SelfSigned.create(
            Authority.NOW,
            List.of("localhost", "a.example"),
            List.of(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("10.0.0.1")));
    X509Certificate certificate = made.leaf();
    certificate.verify(certificate.getPublicKey());
    assertTrue(PrivateKeys.isPair(certificate.getPublicKey(), made.key()));
    assertEquals(List.of("localhost", "a.example"), made.names());
    assertEquals(
        "[[2, localhost], [2, a.example], [7, 0:0:0:0:0:0:0:1], [7, 10.0.0.1]]",
        certificate.getSubjectAlternativeNames().toString());
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), certificate.getExtendedKeyUsage());
    assertEquals(-1, certificate.getBasicConstraints());
    Duration validity =
        Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    assertTrue(validity.compareTo(Duration.ofDays(397)) <= 0);
    certificate.checkValidity(java.util.Date.from(Authority.NOW));
  }

  @Test
  void names_are_those_of_this_machine_and_of_the_addresses_to_listen_on() {
    SelfSignedNames names =
        SelfSignedNames.of(
            options("--tls-self-signed", "--bind", "127.0.0.3", "--listen", "[::2]:1"));
    assertTrue(names.names().contains("localhost"));
    for (String literal : List.of("127.0.0.1", "::1", "127.0.0.3", "::2")) {
      assertTrue(names.addresses().contains(InetAddress.ofLiteral(literal)), literal);
    }
    assertTrue(names.names().stream().noneMatch(name -> name.startsWith("127.")));
  }

  @Test
  void wildcard_address_stands_for_the_addresses_of_this_machine() {
    SelfSignedNames names = SelfSignedNames.of(options("--tls-self-signed", "--bind", "0.0.0.0"));
    assertTrue(names.addresses().stream().noneMatch(InetAddress::isAnyLocalAddress));
  }
}
