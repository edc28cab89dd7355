package otus.server.http.versions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import otus.server.http.h1.Client;
import otus.server.http.h1.Server;
import otus.server.http.h2.Http2Client;
import otus.server.http.h2.Http2Factory;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.hpack.HpackDecoder;
import otus.server.http.h2.hpack.HuffmanDecoder;
import otus.server.http.request.Transport;

/// Speaks HTTP/2, with windows that no response fills. The request of the row is stream 1.
final class Http2Speaker implements Speaker {
  private static final int FRAME = 16_384;
  private static final int HEADER = 9;
  private static final int WINDOW = 1 << 24;

  private final Server server;
  private final Client client;
  private int stream = 1;

  Http2Speaker(Server server) {
    this.server = server;
    client = server.connect(new Http2Factory(server.context(), Transport.HTTP));
    client.send(Http2Client.PREFACE);
    frame(4, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW).array());
    frame(8, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
  }

  private void frame(int type, int flags, int on, byte[] payload) {
    client.send(Http2Client.raw(type, flags, on, payload));
    server.settle();
  }

  @Override
  public void head(Row row, boolean end) {
    List<String> fields = new ArrayList<>(List.of(":method", row.method));
    if (!row.method.equals("CONNECT")) {
      fields.addAll(List.of(":scheme", "http", ":path", row.target));
    }
    if (row.authority != null) {
      fields.addAll(List.of(":authority", row.authority));
    }
    fields.addAll(row.headers);
    client.send(Http2Client.fields(stream, end, fields.toArray(String[]::new)));
    server.settle();
  }

  @Override
  public void content(String part, boolean end) {
    byte[] octets = part.getBytes(StandardCharsets.ISO_8859_1);
    int from = 0;
    do {
      int to = Math.min(octets.length, from + FRAME);
      boolean last = end && to == octets.length;
      frame(0, last ? 1 : 0, stream, Arrays.copyOfRange(octets, from, to));
      from = to;
    } while (from < octets.length);
  }

  @Override
  public void trailers(List<String> fields) {
    client.send(Http2Client.fields(stream, true, fields.toArray(String[]::new)));
    server.settle();
  }

  @Override
  public void abort() {
    byte[] code = ByteBuffer.allocate(4).putInt(ErrorCode.CANCEL.value()).array();
    frame(3, 0, stream, code);
  }

  @Override
  public void cut() {
    content("", true);
  }

  @Override
  public void stopReading() {
    client.takes(0);
  }

  @Override
  public Received received(Row row) {
    return read(stream);
  }

  /// Reads all frames from the beginning, since the decoder of field blocks needs each of them.
  private Received read(int wanted) {
    Received received = new Received();
    HpackDecoder decoder = new HpackDecoder(4096, new HuffmanDecoder());
    ByteBuffer in = ByteBuffer.wrap(client.received().getBytes(StandardCharsets.ISO_8859_1));
    while (in.remaining() >= HEADER) {
      int word = in.getInt();
      int flags = in.get();
      int on = in.getInt();
      byte[] payload = new byte[Math.min(word >>> 8, in.remaining())];
      in.get(payload);
      if ((word & 0xff) == 1) {
        List<String> fields = new ArrayList<>();
        decoder.decode(
            ByteBuffer.wrap(payload),
            field -> fields.add(Received.field(field.name(), field.value())));
        if (on == wanted) {
          fields(fields, received);
        }
      }
      if (on == wanted) {
        other(word & 0xff, payload, received);
        received.complete |= (word & 0xff) < 2 && (flags & 1) != 0;
      }
    }
    received.counted = received.body.length();
    return received;
  }

  private static void fields(List<String> fields, Received received) {
    String first = fields.getFirst();
    if (!first.startsWith(":status: ")) {
      received.trailers.addAll(fields);
      return;
    }
    int status = Integer.parseInt(first.substring(9));
    if (status < 200) {
      received.interim.add(status);
    } else {
      received.status = status;
      received.headers.addAll(fields.subList(1, fields.size()));
    }
  }

  private static void other(int type, byte[] payload, Received received) {
    if (type == 0) {
      received.body.append(new String(payload, StandardCharsets.ISO_8859_1));
    } else if (type == 3) {
      received.reset = ErrorCode.values()[ByteBuffer.wrap(payload).getInt()].name();
    }
  }

  @Override
  public boolean isUsable() {
    stream += 2;
    head(Row.get("/next"), true);
    Received next = read(stream);
    stream -= 2;
    return next.status == 200 && next.complete && next.body.toString().equals("next");
  }

  @Override
  public boolean isEnded() {
    return client.isEnded();
  }
}
