package otus.server.http.h2;

import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.hpack.HpackEncoder;
import otus.server.http.h2.hpack.HuffmanDecoder;

/// The objects that the HTTP/2 connections of one loop share. Confined to the loop.
///
/// @param loop the context of the loop
/// @param encoder the encoder of fields, which keeps nothing between two blocks
/// @param huffman the decoder of compressed strings
/// @param errors the log of connection errors
record Http2Context(
    LoopContext loop, HpackEncoder encoder, HuffmanDecoder huffman, ConnectionErrors errors) {

  static Http2Context of(LoopContext loop) {
    return new Http2Context(loop, new HpackEncoder(), new HuffmanDecoder(), new ConnectionErrors());
  }
}
