package otus.server.http.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static otus.server.http.proxy.ProxyHeaders.LOCAL;
import static otus.server.http.proxy.ProxyHeaders.PROXY;
import static otus.server.http.proxy.ProxyHeaders.TCP4;
import static otus.server.http.proxy.ProxyHeaders.TCP6;
import static otus.server.http.proxy.ProxyHeaders.UNIX;
import static otus.server.http.proxy.ProxyHeaders.binary;
import static otus.server.http.proxy.ProxyHeaders.join;
import static otus.server.http.proxy.ProxyHeaders.tls;
import static otus.server.http.proxy.ProxyHeaders.tlv;
import static otus.server.http.proxy.ProxyHeaders.unix;
import static otus.server.http.proxy.ProxyHeaders.version4;
import static otus.server.http.proxy.ProxyHeaders.version6;
import static otus.server.http.proxy.ProxyHeaders.withChecksum;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderDecoderTest {
  private static final byte[] GET = ascii("GET / HTTP/1.1\r\nHost: h\r\n\r\n");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ProxyHeader decode(byte[] bytes, int length) {
    return ProxyHeaderDecoder.decode(ByteBuffer.wrap(bytes, 0, length));
  }

  static Stream<Arguments> valid() {
    String four = "/192.0.2.7:4711";
    String six = "/[2001:db8:0:0:0:0:0:7]:4711";
    return Stream.of(
        Arguments.of(ascii("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n"), four, false),
        Arguments.of(ascii("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n"), six, false),
        Arguments.of(ascii("PROXY TCP6 ::ffff:192.0.2.7 ::1 4711 0\r\n"), four, false),
        Arguments.of(ascii("PROXY UNKNOWN\r\n"), "null", false),
        Arguments.of(ascii("PROXY UNKNOWN ffff::1 x 1 2\r\n"), "null", false),
        Arguments.of(binary(PROXY, TCP4, version4()), four, false),
        Arguments.of(binary(PROXY, TCP4 + 1, version4()), four, false),
        Arguments.of(binary(PROXY, TCP6, version6()), six, false),
        Arguments.of(binary(PROXY, UNIX, unix("/run/x")), "/run/x", false),
        Arguments.of(binary(PROXY, UNIX, unix("")), "", false),
        Arguments.of(binary(PROXY, TCP4, version4(), tls(1)), four, true),
        Arguments.of(binary(PROXY, TCP4, version4(), tls(6)), four, false),
        Arguments.of(binary(PROXY, TCP6, version6(), tlv(0xea, GET), tls(1)), six, true),
        Arguments.of(binary(PROXY, TCP4, version4(), tlv(4, new byte[4096 - 15])), four, false),
        Arguments.of(withChecksum(), four, false),
        Arguments.of(binary(LOCAL, 0), "null", false),
        Arguments.of(binary(LOCAL, TCP4, version4(), tls(1)), "null", false),
        Arguments.of(binary(LOCAL, 0x51), "null", false),
        Arguments.of(binary(LOCAL, 0x1f, new byte[7]), "null", false),
        Arguments.of(binary(PROXY, 0, new byte[99]), "null", false));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void header_is_decoded_when_its_last_byte_has_arrived(
      byte[] header, String client, boolean encrypted) {
    for (int i = 1; i < header.length; i++) {
      ProxyHeader.Incomplete part =
          assertInstanceOf(ProxyHeader.Incomplete.class, decode(header, i), "after " + i);
      assertTrue(part.length() > i && part.length() <= 16 + 4096);
    }
    for (byte[] all : new byte[][] {header, join(header, GET)}) {
      ProxyHeader.Complete whole =
          assertInstanceOf(ProxyHeader.Complete.class, decode(all, all.length));
      assertEquals(client, String.valueOf(whole.client()));
      assertEquals(encrypted, whole.encrypted());
      assertEquals(header.length, whole.length());
    }
  }

  static Stream<byte[]> invalid() {
    byte[] wrongSum = withChecksum();
    wrongSum[20]++;
    return Stream.of(
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\n"),
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\r\n"),
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n"),
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443 \r\n"),
        ascii("PROXY TCP4  192.0.2.7 198.51.100.1 4711 443\r\n"),
        ascii("PROXY TCP4 192.0.2.256 198.51.100.1 4711 443\r\n"),
        ascii("PROXY TCP4 192.0.2 198.51.100.1 4711 443\r\n"),
        ascii("PROXY TCP4 192.0.2.7. 198.51.100.1 4711 443\r\n"),
        ascii("PROXY TCP4 192.0.2.07 198.51.100.1 4711 443\r\n"),
        ascii("PROXY TCP4 ::1 ::1 4711 443\r\n"),
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n"),
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 +1 443\r\n"),
        ascii("PROXY TCP4 192.0.2.7 198.51.100.1 01 443\r\n"),
        ascii("PROXY TCP6 fe80::1%lo ::1 1 443\r\n"),
        ascii("PROXY TCP6 ::g ::1 1 443\r\n"),
        ascii("PROXY TCP6 192.0.2.7 192.0.2.7 1 443\r\n"),
        ascii("PROXY TCP5 192.0.2.7 192.0.2.7 1 443\r\n"),
        ascii("PROXY UNKNOWNX\r\n"),
        ascii("PROXY UNKNOWN \0\r\n"),
        ascii("PROXY  \r\n"),
        ascii("PROXY UNKNOWN " + "x".repeat(200)),
        binary(0x11, TCP4, version4()),
        binary(0x22, TCP4, version4()),
        binary(PROXY, 0x41, version4()),
        binary(PROXY, 0x13, version4()),
        binary(PROXY, TCP4, new byte[11]),
        binary(PROXY, TCP6, version4()),
        binary(PROXY, UNIX, version6()),
        binary(PROXY, TCP4, version4(), new byte[] {1, 0}),
        binary(PROXY, TCP4, version4(), new byte[] {1, 0, 9, 1}),
        binary(PROXY, TCP4, version4(), tlv(0x20, (byte) 1)),
        binary(PROXY, TCP4, version4(), tlv(3, (byte) 1)),
        binary(PROXY, TCP4, new byte[4097]),
        wrongSum);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalid_header_is_recognized(byte[] header) {
    assertInstanceOf(ProxyHeader.Invalid.class, decode(header, header.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROPFIND / HTTP/1.1\r\n",
        "PROXYX / HTTP/1.1\r\n",
        "proxy TCP4",
        "\r\nGET / HTTP/1.1\r\n",
        "\r\n\r\n\0\r\nQUIX\n",
        "\u0016\u0003\u0001",
      })
  void other_bytes_are_no_header(String text) {
    byte[] bytes = ascii(text);
    assertEquals(new ProxyHeader.Absent(), decode(bytes, bytes.length));
  }

  @Test
  void random_bytes_never_fail_and_never_ask_for_much() {
    Random random = new Random(20261129);
    byte[][] seeds = valid().map(each -> (byte[]) each.get()[0]).toArray(byte[][]::new);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = join(seeds[random.nextInt(seeds.length)], GET);
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(Math.min(bytes.length, 120))] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(bytes.length + 1);
      switch (decode(bytes, length)) {
        case ProxyHeader.Complete whole -> assertTrue(whole.length() <= length);
        case ProxyHeader.Incomplete part -> assertTrue(part.length() <= 16 + 4096);
        case ProxyHeader.Invalid invalid -> assertTrue(!invalid.reason().isEmpty());
        case ProxyHeader.Absent absent -> {}
      }
    }
  }
}
