package otus.server.app.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.cli.Command;
import otus.server.app.cli.CommandLine;
import otus.server.app.config.Options;
import otus.server.app.config.UsageException;

/// Handshakes with engines of the server, also after certificates were replaced.
class ServerTlsTest {
  private static final Authority ROOT = Authority.root("root");

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @BeforeAll
  static void likeMain() {
    System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
  }

  @BeforeEach
  void write() throws IOException {
    write("a", "EC", "a.example");
    write("b", "EC", "*.b.example");
  }

  private X509Certificate write(String name, String keyType, String... names) throws IOException {
    Authority.Issued issued = ROOT.issue(keyType, names);
    issued.write(directory, name);
    return issued.leaf();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private Options options(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "--tls-cert",
                file("a.crt"),
                "--tls-key",
                file("a.key"),
                "--tls-cert",
                file("b.crt"),
                "--tls-key",
                file("b.key")));
    line.addAll(List.of(more));
    Command command = CommandLine.read(line.toArray(String[]::new));
    return assertInstanceOf(Command.Serve.class, command, command.toString()).options();
  }

  private ServerTls tls(String... more) {
    return ServerTls.read(options(more), () -> Authority.NOW, warnings::add);
  }

  private static String subject(SSLSession session) throws SSLPeerUnverifiedException {
    return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
  }

  /// Returns a client without sessions of others, with whose names it would resume them.
  private static SSLContext client() {
    return Handshake.client(null);
  }

  private static SSLParameters with(String... protocols) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(protocols);
    return parameters;
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "a.example, a.example",
        "x.b.example, *.b.example",
        "other, a.example",
        "-, a.example"
      })
  void name_selects_the_certificate_in_both_versions(String name, String subject) throws Exception {
    ServerTls tls = tls();
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      SSLSession session = Handshake.run(client(), name, tls.get(), with(version));
      assertEquals("CN=" + subject, subject(session));
      assertEquals(version, session.getProtocol());
      assertEquals(2, session.getPeerCertificates().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void each_type_of_key_works_in_both_versions(String keyType) throws Exception {
    X509Certificate leaf = write("a", keyType, "a.example");
    ServerTls tls = tls();
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      SSLSession session = Handshake.run(client(), "a.example", tls.get(), with(version));
      assertEquals(leaf, session.getPeerCertificates()[0]);
    }
  }

  @Test
  void two_types_of_key_for_one_name_are_chosen_by_the_cipher_suite() throws Exception {
    X509Certificate ec = write("a", "EC", "a.example");
    X509Certificate rsa = write("b", "RSA", "a.example");
    ServerTls tls = tls();
    SSLParameters wanted = with("TLSv1.2");
    wanted.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
    assertEquals(
        rsa, Handshake.run(client(), "a.example", tls.get(), wanted).getPeerCertificates()[0]);
    wanted.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
    assertEquals(
        ec, Handshake.run(client(), "a.example", tls.get(), wanted).getPeerCertificates()[0]);
  }

  @Test
  void unknown_name_gets_an_alert_if_strict() throws Exception {
    ServerTls tls = tls("--tls-strict-sni");
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      SSLHandshakeException refused =
          assertThrows(
              SSLHandshakeException.class,
              () -> Handshake.run(client(), "other", tls.get(), with(version)));
      assertTrue(refused.getMessage().contains("unrecognized_name"), refused.getMessage());
      assertEquals(
          "CN=*.b.example",
          subject(Handshake.run(client(), "x.b.example", tls.get(), with(version))));
      assertEquals(
          "CN=a.example", subject(Handshake.run(client(), null, tls.get(), with(version))));
    }
  }

  @Test
  void strict_names_are_those_of_the_new_certificates() throws Exception {
    ServerTls tls = tls("--tls-strict-sni");
    write("a", "EC", "new.example");
    tls.refresh();
    assertEquals("CN=new.example", subject(Handshake.run(client(), "new.example", tls.get())));
    assertThrows(SSLException.class, () -> Handshake.run(client(), "a.example", tls.get()));
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  })
  void server_prefers_aes_128(String version, String suite) throws Exception {
    assertEquals(
        suite, Handshake.run(client(), "a.example", tls().get(), with(version)).getCipherSuite());
  }

  @Test
  void all_suites_have_forward_secrecy_and_authenticated_encryption() {
    String[] suites = tls().get().getSSLParameters().getCipherSuites();
    assertTrue(suites.length > 5);
    assertEquals(
        List.of(),
        Arrays.stream(suites)
            .filter(name -> !name.matches("TLS_(AES|CHACHA20|ECDHE)_.*|.*_SCSV"))
            .filter(name -> !name.matches(".*(GCM|POLY1305).*"))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffdhe8192", "secp521r1", "x448"})
  void expensive_groups_are_refused(String group) throws Exception {
    SSLParameters wanted = with("TLSv1.3");
    wanted.setNamedGroups(new String[] {group});
    assertThrows(SSLException.class, () -> Handshake.run(client(), null, tls().get(), wanted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x25519", "secp256r1", "secp384r1"})
  void usual_groups_are_accepted(String group) throws Exception {
    SSLParameters wanted = with("TLSv1.3");
    wanted.setNamedGroups(new String[] {group});
    Handshake.run(client(), null, tls().get(), wanted);
  }

  @Test
  void old_versions_are_refused() {
    assertArrayEquals(
        new String[] {"TLSv1.3", "TLSv1.2"}, tls().get().getSSLParameters().getProtocols());
    ServerTls tls = tls("--tls-min", "1.3");
    assertThrows(
        SSLException.class, () -> Handshake.run(client(), null, tls.get(), with("TLSv1.2")));
  }

  @Test
  void chosen_suites_replace_the_defaults() throws Exception {
    ServerTls tls = tls("--tls-ciphers", "TLS_CHACHA20_POLY1305_SHA256,TLS_AES_256_GCM_SHA384");
    assertEquals(
        "TLS_CHACHA20_POLY1305_SHA256", Handshake.run(client(), null, tls.get()).getCipherSuite());
    assertEquals(
        "--tls-ciphers: unknown cipher suite: ECDHE-RSA-AES128-GCM-SHA256; names are those of"
            + " IANA, such as TLS_AES_128_GCM_SHA256",
        assertThrows(
                UsageException.class, () -> tls("--tls-ciphers", "ECDHE-RSA-AES128-GCM-SHA256"))
            .getMessage());
    assertThrows(
        UsageException.class,
        () -> tls("--tls-min=1.3", "--tls-ciphers", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void sessions_are_resumed_also_after_new_certificates(String version) throws Exception {
    ServerTls tls = tls();
    SSLContext client = client();
    SSLSession first = Handshake.run(client, "a.example", tls.get(), with(version));
    X509Certificate next = write("a", "EC", "a.example");
    tls.refresh();
    assertEquals(1, tls.replaced());
    // A resumed session has the certificate of the first handshake.
    SSLSession second = Handshake.run(client, "a.example", tls.get(), with(version));
    assertEquals(first.getPeerCertificates()[0], second.getPeerCertificates()[0]);
    SSLSession other = Handshake.run(client(), "a.example", tls.get(), with(version));
    assertEquals(next, other.getPeerCertificates()[0]);
  }

  @Test
  void client_needs_a_certificate_of_a_known_issuer() throws Exception {
    Files.writeString(directory.resolve("ca.pem"), Authority.pem(ROOT.certificate()));
    ServerTls tls = tls("--tls-client-ca", file("ca.pem"));
    SSLContext known = Handshake.client(ROOT.issue("EC", "ann"));
    SSLContext unknown = Handshake.client(Authority.root("other").issue("EC", "eve"));
    var server = tls.get();
    Handshake.run(known, null, server);
    assertEquals("CN=ann", server.getSession().getPeerPrincipal().getName());
    assertThrows(SSLException.class, () -> Handshake.run(client(), null, tls.get()));
    assertThrows(SSLException.class, () -> Handshake.run(unknown, null, tls.get()));
  }

  @Test
  void client_may_have_a_certificate_if_optional() throws Exception {
    Files.writeString(directory.resolve("ca.pem"), Authority.pem(ROOT.certificate()));
    ServerTls tls = tls("--tls-client-ca", file("ca.pem"), "--tls-client=optional");
    SSLContext known = Handshake.client(ROOT.issue("EC", "ann"));
    var server = tls.get();
    Handshake.run(known, null, server);
    assertEquals("CN=ann", server.getSession().getPeerPrincipal().getName());
    var anonymous = tls.get();
    Handshake.run(client(), null, anonymous);
    assertThrows(SSLPeerUnverifiedException.class, () -> anonymous.getSession().getPeerPrincipal());
  }

  @Test
  void sessions_end_with_their_issuers_of_clients() throws Exception {
    Files.writeString(directory.resolve("ca.pem"), Authority.pem(ROOT.certificate()));
    ServerTls tls = tls("--tls-client-ca", file("ca.pem"));
    SSLContext known = Handshake.client(ROOT.issue("EC", "ann"));
    Handshake.run(known, null, tls.get());
    Files.writeString(
        directory.resolve("ca.pem"), Authority.pem(Authority.root("other").certificate()));
    tls.refresh();
    assertThrows(SSLException.class, () -> Handshake.run(known, null, tls.get()));
  }

  @Test
  void broken_pair_keeps_the_former_one() throws Exception {
    ServerTls tls = tls();
    Files.copy(
        directory.resolve("b.key"),
        directory.resolve("a.key"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String message = assertThrows(UsageException.class, tls::refresh).getMessage();
    assertEquals(
        file("a.key") + ": the key does not belong to the certificate in " + file("a.crt"),
        message);
    assertEquals("CN=a.example", subject(Handshake.run(client(), null, tls.get())));
    assertEquals(1, tls.refused());
    assertEquals(0, tls.replaced());
  }

  @Test
  void watch_reads_changed_files_when_they_have_settled() throws Exception {
    ServerTls tls = tls();
    CertificateWatch watch = new CertificateWatch(tls, () -> Authority.NOW);
    assertEquals(CertificateWatch.INTERVAL, watch.check());
    X509Certificate next = write("a", "EC", "a.example");
    assertEquals(CertificateWatch.SETTLING, watch.check());
    Files.setLastModifiedTime(directory.resolve("a.key"), FileTime.fromMillis(1));
    assertEquals(CertificateWatch.SETTLING, watch.check());
    assertEquals(0, tls.replaced());
    assertEquals(CertificateWatch.INTERVAL, watch.check());
    assertEquals(1, tls.replaced());
    assertEquals(next, Handshake.run(client(), null, tls.get()).getPeerCertificates()[0]);
    assertEquals(CertificateWatch.INTERVAL, watch.check());
    assertEquals(1, tls.replaced());
  }

  @Test
  void watch_keeps_the_former_certificates_until_the_files_are_right() throws Exception {
    ServerTls tls = tls();
    CertificateWatch watch = new CertificateWatch(tls, () -> Authority.NOW);
    Files.delete(directory.resolve("a.key"));
    watch.check();
    assertEquals(CertificateWatch.INTERVAL, watch.check());
    assertEquals(1, tls.refused());
    assertEquals("CN=a.example", subject(Handshake.run(client(), null, tls.get())));
    write("a", "EC", "new.example");
    watch.check();
    watch.check();
    assertEquals("CN=new.example", subject(Handshake.run(client(), null, tls.get())));
  }

  @Test
  void certificates_are_shown_with_their_expiry() {
    assertEquals(
        List.of(
            new ServerTls.Certificate("a.example", "EC", Authority.NOW.plus(Authority.YEAR)),
            new ServerTls.Certificate("*.b.example", "EC", Authority.NOW.plus(Authority.YEAR))),
        tls().certificates());
  }

  @Test
  void self_signed_certificate_has_a_fingerprint_and_stays() throws Exception {
    Options options =
        assertInstanceOf(Command.Serve.class, CommandLine.read("--tls-self-signed")).options();
    ServerTls tls = ServerTls.read(options, () -> Authority.NOW, warnings::add);
    assertTrue(tls.fingerprint().orElseThrow().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"));
    X509Certificate made =
        (X509Certificate) Handshake.run(client(), "localhost", tls.get()).getPeerCertificates()[0];
    tls.use(tls.prepare(options.tls().orElseThrow(), warnings::add));
    assertEquals(made, Handshake.run(client(), "localhost", tls.get()).getPeerCertificates()[0]);
    assertFalse(tls().fingerprint().isPresent());
    assertEquals(List.of(), warnings);
  }

  @Test
  void fault_of_another_thread_reaches_the_start() throws Exception {
    Files.delete(directory.resolve("a.key"));
    var reading = ServerTls.begin(options(), () -> Authority.NOW, warnings::add);
    assertEquals(
        file("a.key") + ": no such file",
        assertThrows(UsageException.class, reading::get).getMessage());
  }

  @Test
  void handshake_across_two_replacements_finds_no_key_of_another_certificate() throws Exception {
    SniKeyManager keys = new SniKeyManager(new CertificateSet(List.of(issued("a"))));
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    X509Certificate first = keys.getCertificateChain(alias)[0];
    keys.replace(new CertificateSet(List.of(issued("b"))));
    assertEquals(first, keys.getCertificateChain(alias)[0]);
    assertTrue(PrivateKeys.isPair(first.getPublicKey(), keys.getPrivateKey(alias)));
    keys.replace(new CertificateSet(List.of(issued("c"))));
    assertEquals(null, keys.getCertificateChain(alias));
    assertEquals(null, keys.getPrivateKey(alias));
  }

  private static ServerCertificate issued(String name) {
    return ROOT.issue("EC", name).forServer();
  }
}
