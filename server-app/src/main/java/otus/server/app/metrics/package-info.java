/// Counts requests, and writes all metrics of the server in the text format of Prometheus. Uses
/// server-api and the monitoring of server-http only. Start with `RequestMetrics` for the counting,
/// and with `MetricsText` for the output.
@NullMarked
package otus.server.app.metrics;

import org.jspecify.annotations.NullMarked;
