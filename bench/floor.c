// The floor: what the kernel alone costs. One thread, epoll, one read and one write a request; the
// answer is always the same bytes, and nothing is parsed. A request must arrive in one read.
//
//   floor PORT FILE     serves FILE, of at most 64 KiB, on 127.0.0.1

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST = 1 << 16, EVENTS = 256 };

static char answer[LARGEST + 256];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static size_t read_answer(const char *name) {
  static char content[LARGEST];
  FILE *file = fopen(name, "rb");
  if (file == NULL) fail(name);
  size_t length = fread(content, 1, sizeof content, file);
  fclose(file);
  int head = sprintf(answer,
                     "HTTP/1.1 200 OK\r\nServer: floor\r\n"
                     "Content-Type: application/octet-stream\r\nContent-Length: %zu\r\n\r\n",
                     length);
  for (size_t i = 0; i < length; i++) answer[head + i] = content[i];
  return head + length;
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  if (listen(listener, 16384) < 0) fail("listen");
  return listener;
}

static void watch(int epoll, int socket) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) < 0) fail("epoll_ctl");
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  size_t length = read_answer(argv[2]);
  int listener = listen_on(atoi(argv[1])), epoll = epoll_create1(0);
  watch(epoll, listener);
  struct epoll_event events[EVENTS];
  char request[4096];
  for (;;) {
    int ready = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      int socket = events[i].data.fd;
      if (socket == listener) {
        int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (accepted >= 0) watch(epoll, accepted);
      } else if (read(socket, request, sizeof request) <= 0 ||
                 write(socket, answer, length) != (ssize_t)length) {
        close(socket);
      }
    }
  }
}
