package io.hostpulse.agent.oshi;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.hostpulse.agent.linux.TcpStateCounter;
import java.io.IOException;

/**
 * Counts TCP sockets by asking the kernel over netlink, see sock_diag(7). Unlike the tables under
 * /proc this passes over empty buckets of the hash table without a lock, which makes it an order of
 * magnitude cheaper. The older form of the request answers for IPv4 and IPv6 at once.
 */
public final class NetlinkTcpStates implements TcpStateCounter {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int MSG_DONTWAIT = 0x40;

    private static final short TCPDIAG_GETSOCK = 18;
    private static final short NLM_F_REQUEST_AND_DUMP = 0x301;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;

    /** A header of 16 bytes, and a struct inet_diag_req. */
    private static final int REQUEST_BYTES = 16 + 60;

    private static final int AF_INET = 2;
    private static final int STATES_OFFSET = 16 + 52;
    private static final int ALL_STATES = 0xffff;

    private static final int HEADER_BYTES = 16;

    /** Of a struct inet_diag_msg: family, then state. */
    private static final int STATE_OFFSET = HEADER_BYTES + 1;

    /** The kernel fills as much as this at once. */
    private static final int BUFFER_BYTES = 32 * 1024;

    /** The C library's functions. */
    private static final class LibC {

        static {
            Native.register(LibC.class, "c");
        }

        private LibC() {}

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native NativeLong send(int socket, Memory bytes, NativeLong length, int flags)
                throws LastErrorException;

        static native NativeLong recv(int socket, Memory bytes, NativeLong length, int flags)
                throws LastErrorException;

        static native int close(int socket) throws LastErrorException;
    }

    private Memory buffer;

    @Override
    public int[] countByState() throws IOException {
        if (buffer == null) {
            buffer = new Memory(BUFFER_BYTES);
        }
        try {
            int socket = LibC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
            try {
                writeRequest();
                LibC.send(socket, buffer, new NativeLong(REQUEST_BYTES), 0);
                return countAnswers(socket);
            } finally {
                LibC.close(socket);
            }
        } catch (LastErrorException e) {
            throw new IOException("the kernel does not list sockets over netlink", e);
        }
    }

    private void writeRequest() {
        buffer.clear(REQUEST_BYTES);
        buffer.setInt(0, REQUEST_BYTES);
        buffer.setShort(4, TCPDIAG_GETSOCK);
        buffer.setShort(6, NLM_F_REQUEST_AND_DUMP);
        buffer.setInt(8, 1);
        buffer.setByte(HEADER_BYTES, (byte) AF_INET);
        buffer.setInt(STATES_OFFSET, ALL_STATES);
    }

    private int[] countAnswers(int socket) throws IOException {
        int[] counts = new int[STATES];
        while (true) {
            int length =
                    LibC.recv(socket, buffer, new NativeLong(BUFFER_BYTES), MSG_DONTWAIT)
                            .intValue();
            if (length < HEADER_BYTES) {
                throw new IOException("netlink ended before all sockets were listed");
            }
            if (count(length, counts)) {
                return counts;
            }
        }
    }

    /** Whether that was the end of the list. */
    private boolean count(int length, int[] counts) throws IOException {
        int offset = 0;
        while (offset + HEADER_BYTES <= length) {
            int messageBytes = buffer.getInt(offset);
            int type = buffer.getShort(offset + 4);
            if (type == NLMSG_DONE) {
                return true;
            }
            if (type == NLMSG_ERROR || messageBytes < HEADER_BYTES) {
                throw new IOException("netlink refused to list sockets");
            }
            int state = buffer.getByte(offset + STATE_OFFSET);
            if (state >= 0 && state < counts.length) {
                counts[state]++;
            }
            // messages begin at multiples of four
            offset += (messageBytes + 3) & ~3;
        }
        return false;
    }
}
