package otus.server.app.metrics;

import java.util.Map;
import otus.server.app.tls.ServerTls;
import otus.server.http.monitor.TlsStatistics;

/// Metrics of TLS: certificates and handshakes. Stateless; not on an event loop.
final class TlsMetrics {
  private static final String COUNTER = "counter";
  private static final String GAUGE = "gauge";

  private TlsMetrics() {}

  static void write(Exposition out, ServerTls tls, TlsStatistics handshakes) {
    out.family(
        "otus_tls_certificate_expiry_timestamp_seconds",
        GAUGE,
        "Unix time at which a certificate expires.");
    for (ServerTls.Certificate each : tls.certificates()) {
      String[] labels = {"name", each.name(), "key", each.keyType()};
      out.sample("", each.expiry().getEpochSecond(), labels);
    }
    out.family(
        "otus_tls_certificate_reloads_total",
        COUNTER,
        "Replacements of certificates, and attempts that kept the former ones.");
    out.sample("", tls.replaced(), "result", "replaced");
    out.sample("", tls.refused(), "result", "kept");
    out.single(
        "otus_tls_handshakes", GAUGE, "Handshakes in progress.", handshakes.handshaking());
    counts(
        out,
        "otus_tls_handshakes_total",
        "Complete handshakes by version.",
        "version",
        handshakes.completed());
    out.single(
        "otus_tls_handshakes_resumed_total",
        COUNTER,
        "Complete handshakes that have resumed a session.",
        handshakes.resumed());
    counts(
        out,
        "otus_tls_handshakes_failed_total",
        "Failed handshakes by reason.",
        "reason",
        handshakes.failed());
  }

  private static void counts(
      Exposition out, String name, String help, String label, Map<String, Long> counts) {
    out.family(name, COUNTER, help);
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> out.sample("", each.getValue(), label, each.getKey()));
  }
}
