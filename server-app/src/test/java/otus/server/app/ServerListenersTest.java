package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

class ServerListenersTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 1);

  private final List<String> calls = new ArrayList<>();

  private final class Named implements ServerListener {
    private final String name;
    private boolean listens = true;

    Named(String name) {
      this.name = name;
    }

    @Override
    public LoopListener onLoop() {
      return new LoopListener() {
        @Override
        public boolean usesExchanges() {
          return listens;
        }

        @Override
        public void onExchange(ExchangeRecord exchange) {
          calls.add(name + " exchange " + exchange.status());
        }

        @Override
        public void onConnection(ConnectionRecord connection) {
          calls.add(name + " connection " + connection.requests());
        }
      };
    }

    @Override
    public void onStall(String loop, Duration time, String place) {
      calls.add(name + " stall of " + loop);
    }
  }

  @Test
  void each_listener_gets_each_event() {
    ServerListener all = ServerListeners.join(List.of(new Named("a"), new Named("b")));
    LoopListener loop = all.onLoop();
    loop.onExchange(
        new ExchangeRecord(
            PEER, null, "", null, "HTTP/1.1", 400, 0, 0, 0, ExchangeRecord.End.REFUSED));
    loop.onConnection(new ConnectionRecord(PEER, PEER, 3, 0));
    all.onStall("loop-1", Duration.ofSeconds(1), "here");
    assertEquals(
        List.of(
            "a exchange 400",
            "b exchange 400",
            "a connection 3",
            "b connection 3",
            "a stall of loop-1",
            "b stall of loop-1"),
        calls);
  }

  @Test
  void exchanges_are_used_if_any_listener_uses_them() {
    Named one = new Named("a");
    Named other = new Named("b");
    LoopListener loop = ServerListeners.join(List.of(one, other)).onLoop();
    assertTrue(loop.usesExchanges());
    one.listens = false;
    assertTrue(loop.usesExchanges());
    other.listens = false;
    assertFalse(loop.usesExchanges());
  }

  @Test
  void single_listener_is_called_directly() {
    Named only = new Named("a");
    assertSame(only, ServerListeners.join(List.of(only)));
  }
}
