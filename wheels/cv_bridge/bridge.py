# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images of sensor_msgs to numpy arrays and back."""

import cv2
from cv_bridge.color import convert, CvBridgeError, DEPTHS, parse
import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header


class CvBridge:
    """Conversion between image messages and arrays of OpenCV."""

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str = 'passthrough') -> npt.NDArray:
        """
        Return the pixels, (height, width) or (height, width, channels), without row padding.

        Without padding and conversion it is a view of the message.
        """
        encoding = parse(img_msg.encoding)
        dtype = encoding.dtype.newbyteorder('>' if img_msg.is_bigendian else '<')
        rows, row_bytes = img_msg.height, img_msg.width * encoding.channels * dtype.itemsize
        data = np.frombuffer(img_msg.data, np.uint8)
        if img_msg.step < row_bytes or data.size < rows * img_msg.step:
            raise CvBridgeError(
                f'expected {rows} rows of at least {row_bytes} bytes for {img_msg.encoding}, '
                f'got {data.size} bytes at step {img_msg.step}'
            )
        lines = data[: rows * img_msg.step].reshape(rows, img_msg.step)[:, :row_bytes]
        image = np.ascontiguousarray(lines).view(dtype).astype(encoding.dtype, copy=False)
        if encoding.channels > 1:
            image = image.reshape(rows, img_msg.width, encoding.channels)
        if desired_encoding == 'passthrough':
            return image
        return convert(image, img_msg.encoding, desired_encoding)

    def compressed_imgmsg_to_cv2(
        self,
        cmprs_img_msg: CompressedImage,
        desired_encoding: str = 'passthrough',
    ) -> npt.NDArray:
        """Decode a compressed image; its channels are blue, green, red (, alpha) or gray."""
        image = cv2.imdecode(np.frombuffer(cmprs_img_msg.data, np.uint8), cv2.IMREAD_UNCHANGED)
        if image is None:
            raise CvBridgeError(f'cannot decode {len(cmprs_img_msg.data)} bytes as an image')
        if desired_encoding == 'passthrough':
            return image
        family = 'mono' if image.ndim == 2 else {3: 'bgr', 4: 'bgra'}[image.shape[2]]
        return convert(image, f'{family}{image.dtype.itemsize * 8}', desired_encoding)

    def cv2_to_imgmsg(
        self,
        cvim: npt.NDArray,
        encoding: str = 'passthrough',
        header: Header | None = None,
    ) -> Image:
        """Copy an array to a message; the encoding must fit the array's type and channels."""
        channels = cvim.shape[2] if cvim.ndim == 3 else 1
        depth = {code: name for name, code in DEPTHS.items()}.get(cvim.dtype.str[1:])
        if depth is None:
            raise CvBridgeError(f'expected an image type of OpenCV, got {cvim.dtype}')
        name = f'{depth}C{channels}' if encoding == 'passthrough' else encoding
        target = parse(name)
        if (target.dtype.str[1:], target.channels) != (cvim.dtype.str[1:], channels):
            raise CvBridgeError(
                f'encoding specified as {encoding}, but image has type {depth}C{channels}'
            )
        message = Image(
            height=cvim.shape[0],
            width=cvim.shape[1],
            encoding=name,
            is_bigendian=cvim.dtype.byteorder == '>',
            step=cvim.shape[1] * channels * cvim.dtype.itemsize,
        )
        if header is not None:
            message.header = header
        message.data.frombytes(np.ascontiguousarray(cvim).tobytes())
        return message

    def cv2_to_compressed_imgmsg(
        self,
        cvim: npt.NDArray,
        dst_format: str = 'jpg',
    ) -> CompressedImage:
        """Encode an array in `dst_format`, a file name extension that OpenCV can write."""
        try:
            encoded = cv2.imencode(f'.{dst_format}', cvim)[1]
        except cv2.error as error:
            raise CvBridgeError(f'cannot encode as {dst_format}: {error.err}') from None
        message = CompressedImage(format=dst_format)
        message.data.frombytes(encoded.tobytes())
        return message
