package io.facsimile.mock.media;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture: a sky, a sun, hills, and the text below. Equal seeds give equal ones. Drawn with 256 colours, so that large ones
 * cost little.
 */
final class Picture {
    private static final Logger LOG = System.getLogger(Picture.class.getName());
    private static final int SKY = 180;
    private static final int SUN = 181;
    private static final int TEXT = 254;
    private static final int NOTHING = 255;
    private static final int HILLS = 3;
    private static final float QUICKLY = 0.85f;

    private final int width;
    private final int height;
    private final int[] palette = new int[256];
    private final byte[] pixels;

    private Picture(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new byte[width * height];
    }

    /** Draws a picture and writes it in its format. */
    static byte[] of(Wish wish) {
        Picture picture = new Picture(wish.width(), wish.height());
        picture.draw(wish);
        return switch (wish.format()) {
            case "jpg" -> write(picture.opaque(), "jpg");
            case "webp" -> WebP.of(picture.width, picture.height, picture.pixels, picture.palette);
            default -> write(picture.indexed(), wish.format());
        };
    }

    private void draw(Wish wish) {
        SplittableRandom random = new SplittableRandom(wish.seed());
        colours(random);
        for (int y = 0; y < height; y++) {
            int index = wish.isTransparent() ? NOTHING : y * SKY / height;
            Arrays.fill(pixels, y * width, (y + 1) * width, (byte) index);
        }
        sun(random);
        for (int hill = 0; hill < HILLS; hill++) {
            hill(hill, random);
        }
        text(wish.text());
    }

    private void colours(SplittableRandom random) {
        float hue = (float) random.nextDouble();
        for (int i = 0; i < SKY; i++) {
            palette[i] = Color.HSBtoRGB(hue + i * 0.1f / SKY, 0.65f - i * 0.4f / SKY, 0.55f + i * 0.4f / SKY);
        }
        palette[SUN] = Color.HSBtoRGB(hue + 0.5f, 0.35f, 1);
        for (int hill = 0; hill < HILLS; hill++) {
            palette[SUN + 1 + hill] = Color.HSBtoRGB(hue + 0.35f, 0.5f, 0.6f - hill * 0.18f);
        }
        for (int i = SUN + 1 + HILLS; i < TEXT; i++) {
            palette[i] = 0xff000000;
        }
        palette[TEXT] = 0xffffffff;
        palette[NOTHING] = 0;
    }

    private void sun(SplittableRandom random) {
        int radius = Math.max(1, Math.min(width, height) / 9);
        int centreX = (int) (width * (0.2 + 0.6 * random.nextDouble()));
        int centreY = (int) (height * (0.2 + 0.25 * random.nextDouble()));
        for (int y = Math.max(0, centreY - radius); y < Math.min(height, centreY + radius); y++) {
            int half = (int) Math.sqrt((double) radius * radius - (double) (y - centreY) * (y - centreY));
            int from = Math.max(0, centreX - half);
            int to = Math.min(width, centreX + half);
            if (from < to) {
                Arrays.fill(pixels, y * width + from, y * width + to, (byte) SUN);
            }
        }
    }

    private void hill(int number, SplittableRandom random) {
        double base = 0.55 + 0.13 * number;
        double waves = 1 + 2 * random.nextDouble();
        double shift = 6 * random.nextDouble();
        for (int x = 0; x < width; x++) {
            double top = base + 0.08 * Math.sin(shift + x * waves * 6.28 / width);
            for (int y = Math.max(0, (int) (top * height)); y < height; y++) {
                pixels[y * width + x] = (byte) (SUN + 1 + number);
            }
        }
    }

    /** Writes the text where the machine has fonts; a picture without it is as good. */
    private void text(String text) {
        int size = Math.max(8, Math.min(width, height) / 24);
        if (text.isBlank() || width < 64 || height < 32) {
            return;
        }
        try {
            BufferedImage line = new BufferedImage(width, size * 2, BufferedImage.TYPE_BYTE_GRAY);
            Graphics2D graphics = line.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_OFF);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
            graphics.drawString(text, size, size + size / 3);
            graphics.dispose();
            byte[] drawn = ((DataBufferByte) line.getRaster().getDataBuffer()).getData();
            int from = (height - 2 * size) * width;
            for (int i = 0; i < drawn.length; i++) {
                if (drawn[i] != 0) {
                    pixels[from + i] = (byte) TEXT;
                }
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Logger.Level.DEBUG, "no text in pictures: this machine has no fonts", e);
        }
    }

    private BufferedImage indexed() {
        IndexColorModel colours = new IndexColorModel(8, 256, palette, 0, true, NOTHING, 0);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
        byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(pixels, 0, data, 0, pixels.length);
        return image;
    }

    private BufferedImage opaque() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = palette[pixels[y * width + x] & 0xff];
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    private static byte[] write(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (format.equals("png")) {
                // What is drawn here hardly gets smaller by trying hard.
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(QUICKLY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
