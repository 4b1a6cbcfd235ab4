package io.facsimile.mock.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Connections of one event loop")
class TogetherTest {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final List<Socket> clients = new ArrayList<>();
    private EventLoopGroup loop;
    private Channel server;

    /** A server on one event loop that answers whatever comes with the same. */
    @BeforeEach
    void start() {
        loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Together together = new Together();
        server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Echo());
                        together.with(channel.pipeline());
                        channel.pipeline().addFirst(new Kernel());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Kernel extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            seen.add("taken");
            context.fireChannelRead(message);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            seen.add("handed over");
            context.flush();
        }
    }

    private final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            seen.add("answered");
            context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("gone");
        }
    }

    private Socket client() throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        Socket client = new Socket(address.getAddress(), address.getPort());
        client.setSoTimeout(10_000);
        clients.add(client);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Keeps the loop busy until what the clients do has happened. */
    private CountDownLatch hold() {
        CountDownLatch released = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                released.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return released;
    }

    @Test
    @DisplayName(
            "have everything that arrived taken before the first is answered, and all answered before any is handed over")
    void threePhases() throws IOException, InterruptedException {
        List<Socket> three = List.of(client(), client(), client());
        for (Socket each : three) {
            send(each, "hello");
            assertThat(read(each, 5)).isEqualTo("hello");
        }
        seen.clear();
        CountDownLatch released = hold();
        for (int i = 0; i < 3; i++) {
            send(three.get(i), "number" + i);
        }
        Thread.sleep(200);
        released.countDown();
        for (int i = 0; i < 3; i++) {
            assertThat(read(three.get(i), 7)).isEqualTo("number" + i);
        }
        assertThat(seen)
                .containsExactly(
                        "taken",
                        "taken",
                        "taken",
                        "answered",
                        "answered",
                        "answered",
                        "handed over",
                        "handed over",
                        "handed over");
    }

    @Test
    @DisplayName("are not told that a client has gone before what it sent was seen")
    void goneAfterTheLastWords() throws IOException, InterruptedException {
        Socket client = client();
        send(client, "hello");
        assertThat(read(client, 5)).isEqualTo("hello");
        seen.clear();
        CountDownLatch released = hold();
        // As much as several reads take, so that the end is found in the same round.
        send(client, "x".repeat(300_000));
        client.setSoLinger(true, 0);
        Thread.sleep(200);
        client.shutdownOutput();
        released.countDown();
        for (int i = 0; i < 1_000 && !seen.contains("gone"); i++) {
            Thread.sleep(10);
        }
        assertThat(List.copyOf(seen).lastIndexOf("answered"))
                .as("%s", seen)
                .isPositive()
                .isLessThan(List.copyOf(seen).indexOf("gone"));
    }

    @Test
    @DisplayName("are seen at once where very much arrives")
    void muchIsNotHeldBack() throws IOException, InterruptedException {
        int much = 3 * 1024 * 1024;
        Socket client = client();
        Thread reader = new Thread(() -> {
            try {
                read(client, much);
                seen.add("everything came back");
            } catch (IOException e) {
                seen.add(String.valueOf(e));
            }
        });
        reader.start();
        send(client, "y".repeat(much));
        reader.join(20_000);
        assertThat(seen).contains("everything came back");
    }
}
