#pragma once
// The system calls of the network: each gives its result, or -errno, and leaves errno as it was. Functions of a
// translation unit of their own: a goroutine may go on on another thread between two of them, and a compiler keeps the
// address of errno within a function.

#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>

namespace gmp::rt::sys {

ssize_t read(int fd, void* to, std::size_t size);
// Writing to a pipe that nobody reads gives -EPIPE and no signal.
ssize_t write(int fd, const void* from, std::size_t size);
ssize_t receive(int fd, void* to, std::size_t size);
ssize_t send(int fd, const void* from, std::size_t size);
ssize_t receiveFrom(int fd, void* to, std::size_t size, sockaddr_storage& from);
ssize_t sendTo(int fd, const void* data, std::size_t size, const sockaddr* to, socklen_t length);
int openSocket(int family, int type);
int setOption(int fd, int level, int option);
int bindTo(int fd, const sockaddr* address, socklen_t length);
int startListening(int fd);
int localAddress(int fd, sockaddr_storage& address);
int accept(int fd);
int connect(int fd, const sockaddr* address, socklen_t length);
// How a connection that was begun has ended: -EAGAIN, not yet.
int connected(int fd);
// 1: ready now for poll(2)'s `events`, in error, or hung up; -EAGAIN: not.
int readyFor(int fd, short events);
int openPipe(int (&ends)[2]);
int makeNonBlocking(int fd);
void closeFd(int fd);

}  // namespace gmp::rt::sys
