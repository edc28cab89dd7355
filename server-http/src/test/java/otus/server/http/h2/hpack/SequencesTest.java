package otus.server.http.h2.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Blocks of another encoder, with a dynamic table, size updates, and both kinds of strings.
class SequencesTest {
  private record Block(String digits, List<String> fields) {}

  private static List<List<Block>> connections() throws IOException {
    List<List<Block>> connections = new ArrayList<>();
    for (String line : Resource.lines("sequences.txt")) {
      if (line.isEmpty()) {
        connections.add(new ArrayList<>());
      } else if (line.startsWith("block ")) {
        connections.getLast().add(new Block(line.substring(6), new ArrayList<>()));
      } else {
        connections.getLast().getLast().fields().add(line);
      }
    }
    assertTrue(connections.size() >= 40);
    return connections;
  }

  @Test
  void blocks_have_the_fields_that_were_encoded() throws IOException {
    for (List<Block> connection : connections()) {
      HpackDecoder decoder = decoder();
      for (Block block : connection) {
        assertEquals(new Decoded(block.fields(), ""), Decoded.of(decoder, block.digits()));
      }
    }
  }

  /// A block that is cut between two fields is valid.
  @Test
  void block_that_is_cut_anywhere_is_a_prefix_or_an_error() throws IOException {
    for (List<Block> connection : connections()) {
      Block block = connection.getFirst();
      byte[] octets = Hex.octets(block.digits());
      int valid = 0;
      for (int length = 0; length < octets.length; length++) {
        Decoded cut = Decoded.of(decoder(), Hex.buffer(Arrays.copyOf(octets, length)));
        int count = cut.fields().size();
        assertEquals(block.fields().subList(0, count), cut.fields());
        valid += cut.error().isEmpty() ? 1 : 0;
        assertNotEquals(block.fields().size(), count);
      }
      assertTrue(valid <= block.fields().size() + 2, "size updates and fields end there");
    }
  }

  private static HpackDecoder decoder() {
    return new HpackDecoder(4096, new HuffmanDecoder());
  }
}
