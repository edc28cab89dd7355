package otus.server.staticfiles.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NaturalOrderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dir-2 dir-10 dir-100",
        "1 2 10 a",
        "v1.2.9 v1.2.10 v1.10.0 v2",
        "a2b3 a2b10 a10b1",
        "a01 a1 a2",
        "a0 a00 a1",
        "a001b1 a01b1 a1b1 a1b2",
        "A a B b",
        "x x1 x1a xa",
        "9223372036854775807 9223372036854775808 99999999999999999999",
        "- 1 _ a", // 0x2d, digits, 0x5f
        "a\u0663 a\u0662", // other digits are characters, here 2 and 3 in the wrong order
      })
  void digits_are_numbers(String names) {
    List<String> expected = new ArrayList<>(List.of(names.split(" ")));
    if (names.contains("\u0663")) {
      Collections.reverse(expected);
    }
    List<String> sorted = new ArrayList<>(expected);
    Collections.reverse(sorted);
    sorted.sort(NaturalOrder.INSTANCE);
    assertEquals(expected, sorted);
  }

  @Test
  void order_is_total() {
    Random random = new Random(7);
    List<String> names =
        IntStream.range(0, 60)
            .mapToObj(
                _ ->
                    random
                        .ints(random.nextInt(5), 0, 7)
                        .mapToObj(i -> "" + "01aAb2-".charAt(i))
                        .collect(Collectors.joining()))
            .toList();
    NaturalOrder order = NaturalOrder.INSTANCE;
    for (String a : names) {
      for (String b : names) {
        int one = order.compare(a, b);
        assertEquals(Integer.signum(one), -Integer.signum(order.compare(b, a)));
        assertEquals(a.equals(b), one == 0);
        for (String c : names) {
          assertTrue(one > 0 || order.compare(b, c) > 0 || order.compare(a, c) <= 0, a + b + c);
        }
      }
    }
  }
}
