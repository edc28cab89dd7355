package bench;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;
import otus.server.api.Status;
import otus.server.http.h2.hpack.HpackDecoder;
import otus.server.http.h2.hpack.HpackEncoder;
import otus.server.http.h2.hpack.HuffmanDecoder;

/// Decodes the field block of a request, and encodes that of a response with a file.
public class HpackBench extends HotPath {
  /// RFC 7541 C.4.1, with literals that are not indexed, so that each decoding is the same:
  /// GET, http, /, www.example.com in Huffman code.
  private static final byte[] LITERALS =
      HexFormat.of().parseHex("828684" + "018cf1e3c2e5f23a6ba0ab90f4ff");

  /// Nothing but references to the static table: what most fields of a connection become.
  private static final byte[] INDEXED = HexFormat.of().parseHex("82868490");

  private final HpackDecoder decoder = new HpackDecoder(4096, new HuffmanDecoder());
  private final HpackEncoder encoder = new HpackEncoder();

  /// Decodes a block with a string.
  @Benchmark
  public void decodeLiterals(Blackhole sink) {
    decode(LITERALS, sink);
  }

  /// Decodes a block of references.
  @Benchmark
  public void decodeIndexed(Blackhole sink) {
    decode(INDEXED, sink);
  }

  private void decode(byte[] block, Blackhole sink) {
    String error =
        decoder.decode(
            ByteBuffer.wrap(block),
            field -> {
              sink.consume(field);
              return true;
            });
    if (error != null) {
      throw new IllegalStateException(error);
    }
  }

  /// Returns the field block of a response.
  @Benchmark
  public ByteBuffer encode() {
    return encoder.response(Status.OK, HeadEncoderBench.FILE, 104, HeadEncoderBench.DATE, false);
  }
}
