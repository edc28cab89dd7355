package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.config.HttpVersions;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Options;
import otus.server.app.config.TlsOptions;

class TlsFlagsTest {

  private static Options options(String line) {
    Command command = CommandLine.read(line.isEmpty() ? new String[0] : line.split(" "));
    return assertInstanceOf(Command.Serve.class, command, command.toString()).options();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --tls-key=a | --tls-key needs a certificate: --tls-cert, or --tls-self-signed for development
          --tls-port=1 | --tls-port needs a certificate: --tls-cert, or --tls-self-signed for development
          --tls-client-ca=a | --tls-client-ca needs a certificate: --tls-cert, or --tls-self-signed for development
          --listen 1,tls | listen 1,tls needs a certificate: --tls-cert, or --tls-self-signed for development
          --tls-cert a --tls-cert b --tls-key a | --tls-key must occur as often as --tls-cert, or not at all: 1 and 2
          --tls-cert a --tls-self-signed | --tls-self-signed and --tls-cert exclude each other
          --tls-cert a --listen 1 | no address speaks TLS: add ,tls to one of --listen, or use --tls-port
          --tls-cert a --tls-min 1.1 | --tls-min must be 1.2 or 1.3, not 1.1
          --tls-cert a --tls-client required | --tls-client needs --tls-client-ca
          --tls-cert a --tls-client-ca b --tls-client maybe | --tls-client must be required or optional, not maybe
          --http2 yes | --http2 must be on or off, not yes
          --h2c= | --h2c must be on or off, not
          --admin 1,tls | --admin 1 takes no tls
          --listen 1,tls --listen 127.0.0.1:1 --tls-cert a | listen 127.0.0.1:1 is part of 1, with other options
          --tls-cert a --bind 0.0.0.0 --listen 8080 | listen 8080 is part of 0.0.0.0, with other options
          --https-redirect | --https-redirect needs a certificate, or a proxy that terminates TLS: --trusted-proxies
          --https-redirect --tls-cert a --tls-port 0 | --https-redirect needs the port that clients use, since a free port is chosen: =PORT
          """)
  void contradiction_is_a_usage_error(String line, String message) {
    Command.UsageError error =
        assertInstanceOf(Command.UsageError.class, CommandLine.read(line.split(" ")));
    assertEquals(message, error.message().strip());
  }

  @Test
  void port_speaks_tls_if_no_other_address_does() {
    assertTrue(options("--tls-cert a").tls().orElseThrow().onPort());
    assertTrue(options("--tls-cert a --listen 80 --port 443").tls().orElseThrow().onPort());
    assertFalse(options("--tls-cert a --tls-port 8443").tls().orElseThrow().onPort());
    assertFalse(options("--tls-cert a --listen 1,tls").tls().orElseThrow().onPort());
    assertTrue(options("").tls().isEmpty());
  }

  @Test
  void tls_port_is_at_the_addresses_of_bind() {
    Options options = options("--tls-cert a --tls-port 8443 --bind 127.0.0.2 --bind ::1");
    assertEquals(
        List.of("127.0.0.2:8443", "[::1]:8443"),
        options.listeners().stream().map(ListenAddress::text).toList());
    assertTrue(options.listeners().stream().allMatch(each -> each.options().tls()));
    assertEquals("::1", options.listeners().getLast().host().orElseThrow().name());
    assertEquals(8080, options.port());
    assertEquals(2, options.addresses().size());
  }

  @Test
  void tls_port_beside_listen_needs_no_plain_port() {
    Options options = options("--tls-cert a --tls-port 8443 --listen 8081");
    assertEquals(List.of(), options.addresses());
    assertEquals(
        List.of("8081", "127.0.0.1:8443"),
        options.listeners().stream().map(ListenAddress::text).toList());
  }

  @Test
  void keys_belong_to_certificates_in_their_order() {
    List<TlsOptions.KeyFiles> files =
        options("--tls-cert a --tls-key b --tls-cert c --tls-key d")
            .tls()
            .orElseThrow()
            .certificates();
    assertEquals(Path.of("d").toAbsolutePath(), files.getLast().key());
    assertEquals(Path.of("a").toAbsolutePath(), files.getFirst().certificate());
    TlsOptions.KeyFiles both =
        options("--tls-cert a").tls().orElseThrow().certificates().getFirst();
    assertEquals(both.certificate(), both.key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls-cert a --tls-port 8443 | 8443",
        "--tls-cert a --listen 80 --listen 443,tls | 443",
        "--tls-cert a --listen 80 --port 444 | 444",
        "--trusted-proxies 10.0.0.0/8 | 443",
      })
  void redirect_leads_to_the_port_with_tls(String line, String port) {
    Options options = options(line + " --https-redirect");
    assertEquals("https-redirect", options.filters().getFirst().spec().name());
    assertEquals(port, options.filters().getFirst().spec().options().get("port"));
  }

  @Test
  void redirect_may_name_the_port_of_clients() {
    assertEquals(
        "443",
        options("--tls-cert a --tls-port 8443 --https-redirect=443")
            .filters()
            .getFirst()
            .spec()
            .options()
            .get("port"));
  }

  @Test
  void hsts_has_options_after_commas() {
    assertEquals(
        java.util.Map.of("max-age", "365d", "subdomains", "true", "preload", "true"),
        options("--hsts 365d,subdomains,preload").filters().getFirst().spec().options());
  }

  @Test
  void versions_are_on_by_default() {
    assertEquals(HttpVersions.ALL, options("").versions());
    assertEquals(new HttpVersions(false, true), options("--http2 off").versions());
    assertEquals(new HttpVersions(true, false), options("--h2c off").versions());
  }

  @Test
  void reload_keeps_the_use_of_the_port() {
    Options plain = options("");
    Options encrypted = options("--tls-cert a");
    Options beside = options("--tls-cert a --tls-port 8443");
    assertTrue(encrypted.listeningLike(plain).tls().isEmpty());
    assertEquals(encrypted.tls(), plain.listeningLike(encrypted).tls());
    assertTrue(beside.listeningLike(encrypted).tls().orElseThrow().onPort());
    assertFalse(encrypted.listeningLike(beside).tls().orElseThrow().onPort());
    assertEquals(encrypted.tls(), options("--tls-self-signed").listeningLike(encrypted).tls());
  }
}
