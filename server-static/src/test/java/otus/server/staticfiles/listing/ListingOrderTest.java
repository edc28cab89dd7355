package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingOrderTest {

  private static ListingEntry file(String name, long size, int time) {
    return new ListingEntry(name, false, size, Instant.ofEpochSecond(time));
  }

  private static ListingEntry directory(String name, int time) {
    return new ListingEntry(name, true, 0, Instant.ofEpochSecond(time));
  }

  private static String names(List<ListingEntry> entries) {
    return entries.stream().map(ListingEntry::name).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                          | x Y A a b c
          sort=name                  | x Y A a b c
          sort=name&order=asc        | x Y A a b c
          sort=name&order=desc       | Y x c b a A
          order=desc                 | Y x c b a A
          sort=size                  | x Y b c a A
          sort=size&order=desc       | x Y A a b c
          order=desc&sort=size       | x Y A a b c
          sort=date                  | Y x a b c A
          sort=date&order=desc       | x Y A c a b
          sort=SIZE                  | x Y A a b c
          sort=size'--               | x Y A a b c
          sort=&order=               | x Y A a b c
          sort                       | x Y A a b c
          xsort=size&sortx=size      | x Y A a b c
          sort=date&sort=size        | Y x a b c A
          a=b&&sort=size&order=down  | x Y b c a A
          =&&&=                      | x Y A a b c
          """)
  void query_sets_the_order(String query, String expected) {
    TopEntries top = new TopEntries(ListingQuery.of(query), 100);
    List.of(
            file("b", 1, 5),
            directory("Y", 1),
            file("A", 9, 7),
            file("c", 1, 6),
            file("a", 2, 5),
            directory("x", 2))
        .forEach(top::add);
    assertEquals(expected, names(top.listing().entries()));
  }

  @Test
  void selecting_a_column_again_reverses_the_order() {
    ListingOrder order = ListingOrder.of("sort=size&order=desc");
    assertEquals("?sort=size&order=asc", order.select(ListingOrder.Key.SIZE).query());
    assertEquals("?sort=name&order=asc", order.select(ListingOrder.Key.NAME).query());
    assertEquals("?sort=date&order=desc", order.select(ListingOrder.Key.DATE).query());
    for (ListingOrder.Key key : ListingOrder.Key.values()) {
      ListingOrder chosen = order.select(key);
      assertEquals(chosen, ListingOrder.of(chosen.query().substring(1)));
    }
  }

  @Test
  void first_entries_are_kept_and_all_are_counted() {
    TopEntries top = new TopEntries(ListingQuery.of("sort=size&order=desc"), 3);
    IntStream.range(0, 1000).forEach(i -> top.add(file("f" + i, i * 37 % 1000, i)));
    top.add(directory("folder", 0));
    Listing listing = top.listing();
    assertEquals("folder f27 f54", names(listing.entries()));
    assertEquals(1, listing.directories());
    assertEquals(1000, listing.files());
    assertEquals(499_500, listing.bytes());
    assertEquals(998, listing.omitted());
  }

  @Test
  void sizes_do_not_overflow() {
    TopEntries top = new TopEntries(ListingQuery.of(null), 3);
    top.add(file("a", Long.MAX_VALUE - 1, 0));
    top.add(file("b", Long.MAX_VALUE - 1, 0));
    top.add(file("c", Long.MAX_VALUE - 1, 0));
    assertEquals(Long.MAX_VALUE, top.listing().bytes());
  }
}
