package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;

/// RFC 9112 §6.2: bodies of a known length, with any bytes.
class FixedLengthTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "hello", "\r\n", "\r\n\r\n", "0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"})
  void body_ends_after_its_length(String content) {
    BodyAssertions.decodes(of(content.length()), content, content);
    BodyAssertions.unfinished(of(content.length() + 1), content, content);
  }

  @Test
  void body_of_length_0_ends_at_once() {
    BodyAssertions.decodes(of(0), "", "");
    BodyAssertions.decodes(() -> BodyDecoder.of(Framing.None.NONE, 100), "", "");
  }

  @Test
  void decoder_knows_the_outstanding_bytes() {
    BodyDecoder decoder = of(5).get();
    assertEquals(5, decoder.outstanding());
    decoder.decode(Splits.part(Splits.octets("hel"), 0, 3));
    assertEquals(2, decoder.outstanding());
    decoder.decode(Splits.part(Splits.octets("lo!"), 0, 3));
    assertEquals(0, decoder.outstanding());
    assertEquals(new BodyDecoder.End(Headers.empty()), decoder.decode(ByteBuffer.allocate(0)));
  }

  @Test
  void length_may_exceed_an_int() {
    BodyDecoder decoder = of(1L << 40).get();
    ByteBuffer in = ByteBuffer.allocate(100);
    assertEquals(
        100, assertInstanceOf(BodyDecoder.Data.class, decoder.decode(in)).bytes().remaining());
    assertEquals((1L << 40) - 100, decoder.outstanding());
  }

  private static Supplier<BodyDecoder> of(long length) {
    return () -> BodyDecoder.of(new Framing.Length(length), 100);
  }
}
