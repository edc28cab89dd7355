package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricListTest {
  private final MetricList metrics = new MetricList();

  private void counter(String name, String help) {
    metrics.counter(name, help, () -> 1);
  }

  private void gauge(String name) {
    metrics.gauge(name, "Help.", () -> 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_total", "cache_hits_total", "a1_b2_total", "x__total"})
  void counter_may_have_a_name_that_ends_with_total(String name) {
    counter(name, "Help.");
    assertEquals(1, metrics.value(name));
    assertEquals(true, metrics.all().getFirst().isCounter());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_total",
        "hits",
        "Hits_total",
        "1_total",
        "a-b_total",
        "ä_total",
        "a_total\n"
      })
  void invalid_name_of_a_counter_is_rejected(String name) {
    assertThrows(IllegalArgumentException.class, () -> counter(name, "Help."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a_total", "a_sum", "a_count", "a_bucket", "a_info", "A", "a b", "a{b}", "1"})
  void invalid_name_of_a_gauge_is_rejected(String name) {
    assertThrows(IllegalArgumentException.class, () -> gauge(name));
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "'two\nlines'"})
  void help_is_one_line(String help) {
    assertThrows(IllegalArgumentException.class, () -> counter("a_total", help));
  }

  @Test
  void name_is_registered_once() {
    gauge("a");
    assertThrows(IllegalArgumentException.class, () -> gauge("a"));
  }

  @Test
  void values_are_read_on_demand() {
    AtomicLong value = new AtomicLong();
    metrics.gauge("a", "Help.", value::get);
    value.set(7);
    assertEquals(7, metrics.value("a"));
    assertThrows(IllegalArgumentException.class, () -> metrics.value("b"));
  }
}
